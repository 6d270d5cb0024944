package dev.corecdc.management.rest;

import dev.corecdc.stream.StreamControl;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.DispatcherServlet;

/** Auto-configuration for the API and for errors as problem details. */
@AutoConfiguration(before = ErrorMvcAutoConfiguration.class, afterName = "dev.corecdc.config.CdcAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({DispatcherServlet.class, ErrorController.class})
class CdcRestAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(value = ErrorController.class, search = SearchStrategy.CURRENT)
    ProblemErrorController cdcProblemErrorController() {
        return new ProblemErrorController();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(StreamControl.class)
    static class ApiConfiguration {

        @Bean
        @ConditionalOnMissingBean
        ProcessorsController cdcProcessorsController(StreamControl streams) {
            return new ProcessorsController(streams);
        }

        @Bean
        @ConditionalOnMissingBean
        TargetsController cdcTargetsController(StreamControl streams) {
            return new TargetsController(streams);
        }

        @Bean
        @ConditionalOnMissingBean
        PositionsController cdcPositionsController(StreamControl streams) {
            return new PositionsController(streams.positions());
        }

        @Bean
        @ConditionalOnMissingBean
        DeadLettersController cdcDeadLettersController(StreamControl streams) {
            return new DeadLettersController(streams.deadLetters());
        }

        @Bean
        @ConditionalOnMissingBean
        ApiProblems cdcApiProblems() {
            return new ApiProblems();
        }
    }
}
