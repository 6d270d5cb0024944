package dev.corecdc.target.listener;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.Bean;
import org.springframework.format.support.FormattingConversionService;
import tools.jackson.databind.json.JsonMapper;

/** Makes targets of methods that are marked with {@link CdcListener}. Rows are bound by the service's mapper and by converters that are beans. */
@AutoConfiguration
class ListenerAutoConfiguration {

    /** Of no instance of this class, so that it is there before the beans that it looks at. */
    @Bean
    static ListenerWatch cdcListenerWatch(ConfigurableListableBeanFactory beans) {
        return new ListenerWatch(new ListenerScan(beans));
    }

    @Bean
    ListenerTargets cdcListenerTargets(
            ConfigurableListableBeanFactory beans, ObjectProvider<JsonMapper> mapper, ListenerWatch watch) {
        FormattingConversionService conversions = new FormattingConversionService();
        ApplicationConversionService.addBeans(conversions, beans);
        return new ListenerTargets(
                beans, mapper.getIfUnique(() -> JsonMapper.builder().build()), conversions, watch);
    }
}
