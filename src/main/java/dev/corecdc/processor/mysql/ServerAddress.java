package dev.corecdc.processor.mysql;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server is.
 *
 * @param host its name or address, without brackets
 * @param port its TCP port
 */
record ServerAddress(String host, int port) {

    /** A name, an IPv4 address, an IPv6 address in brackets, each with a port or not; or an IPv6 address alone. */
    private static final Pattern NOTATION = Pattern.compile(
            "(?:\\[([^\\[\\]]+)]|([^:\\[\\]\\s]+))(?::(\\d{1,5}))?|([\\p{XDigit}.]*:[\\p{XDigit}.]*:[\\p{XDigit}:.%\\w]*)");

    private static final int LARGEST_PORT = 65_535;

    /**
     * The servers that a setting names.
     *
     * @throws IllegalArgumentException when it names a server twice, or something that is none, or a {@code host} as well
     */
    static List<ServerAddress> of(MySqlSettings settings) {
        if (settings.hosts().isEmpty()) {
            return List.of(new ServerAddress(settings.host(), settings.port()));
        }
        if (!settings.host().equals(MySqlSettings.DEFAULT_HOST)) {
            throw new IllegalArgumentException("host and hosts are both set; leave out one of them");
        }
        List<ServerAddress> addresses = settings.hosts().stream()
                .map(text -> parse(text.strip(), settings.port()))
                .toList();
        if (addresses.stream().distinct().count() < addresses.size()) {
            throw new IllegalArgumentException("hosts %s names a server twice".formatted(settings.hosts()));
        }
        return addresses;
    }

    private static ServerAddress parse(String text, int defaultPort) {
        Matcher matcher = NOTATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "hosts has '%s', which is neither host:port nor [IPv6 address]:port".formatted(text));
        }
        String host = matcher.group(1) != null
                ? matcher.group(1)
                : matcher.group(2) != null ? matcher.group(2) : matcher.group(4);
        int port = matcher.group(3) == null ? defaultPort : Integer.parseInt(matcher.group(3));
        if (port < 1 || port > LARGEST_PORT) {
            throw new IllegalArgumentException("hosts has '%s', whose port is not one from 1 to 65535".formatted(text));
        }
        return new ServerAddress(host, port);
    }

    /** As it stands in a URL. */
    String hostInUrl() {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    @Override
    public String toString() {
        return hostInUrl() + ":" + port;
    }
}
