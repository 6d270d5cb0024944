package dev.corecdc.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class JsonFormatsAutoConfigurationTests {

    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JsonFormatsAutoConfiguration.class));

    @Test
    void addsTheFormatsOfOtherTools() {
        context.run(
                it -> assertThat(it.getBeansOfType(RecordFormatFactory.class).values())
                        .extracting(RecordFormatFactory::name)
                        .containsExactlyInAnyOrder("debezium", "maxwell", "canal", "cloudevents"));
    }

    @Test
    void givesWayToABeanOfTheSameName() {
        RecordFormatFactory own = new CoreCdcFormatFactory();
        context.withBean("maxwellFormatFactory", RecordFormatFactory.class, () -> own)
                .run(it -> assertThat(it.getBeansOfType(RecordFormatFactory.class))
                        .hasSize(4)
                        .containsEntry("maxwellFormatFactory", own));
    }
}
