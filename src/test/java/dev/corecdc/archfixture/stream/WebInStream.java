package dev.corecdc.archfixture.stream;

import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

interface WebInStream extends WebMvcConfigurer {}
