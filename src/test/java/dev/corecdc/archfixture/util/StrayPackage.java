package dev.corecdc.archfixture.util;

interface StrayPackage {}
