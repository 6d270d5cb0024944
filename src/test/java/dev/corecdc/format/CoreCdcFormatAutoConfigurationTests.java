package dev.corecdc.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class CoreCdcFormatAutoConfigurationTests {

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CoreCdcFormatAutoConfiguration.class));

    @Test
    void addsTheFormatCoreCdc() {
        context.run(it -> {
            assertThat(it).hasSingleBean(RecordFormatFactory.class);
            assertThat(it.getBean(RecordFormatFactory.class).name()).isEqualTo("core-cdc");
        });
    }

    @Test
    void givesWayToABeanOfTheSameName() {
        RecordFormatFactory own = new CoreCdcFormatFactory();
        context.withBean("coreCdcFormatFactory", RecordFormatFactory.class, () -> own)
                .run(it -> assertThat(it.getBean(RecordFormatFactory.class)).isSameAs(own));
    }
}
