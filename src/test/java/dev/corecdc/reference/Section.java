package dev.corecdc.reference;

import java.util.List;

/**
 * Settings that stand below the same keys.
 *
 * @param prefixes the keys; several where each is a kind of its own with the same settings
 * @param source the record that the settings are bound to
 * @param about what the settings are for, with code between backticks
 */
record Section(List<String> prefixes, Class<?> source, String about, List<Setting> settings) {}
