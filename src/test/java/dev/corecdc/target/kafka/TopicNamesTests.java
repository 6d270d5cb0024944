package dev.corecdc.target.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicNamesTests {

    private static final String DEFAULT = "{service}.{schema}.{table}";

    @ParameterizedTest
    @CsvSource({
        "shop, person, orders.shop.person",
        "Shop-1, Per_son, orders.Shop-1.Per_son",
        "shop, größe, orders.shop.gr__e-d353a267",
        "shop, a.b, orders.shop.a_b-2e7336dc",
        "shop, 😀, orders.shop._-f0443a34"
    })
    void namesATable(String schema, String table, String topic) throws IOException {
        assertThat(new TopicNames(DEFAULT, "orders").of(schema, table)).isEqualTo(topic);
    }

    @Test
    void keepsTablesApartWhoseNamesLookAlike() throws IOException {
        TopicNames names = new TopicNames(DEFAULT, "orders");
        assertThat(names.of("shop", "a b")).isNotEqualTo(names.of("shop", "a_b"));
        assertThat(names.of("shop", "a b")).isNotEqualTo(names.of("shop", "a.b"));
        assertThat(names.of("a.b", "c")).isNotEqualTo(names.of("a", "b.c"));
    }

    @Test
    void refusesToMixTablesThatTheTemplateTellsApart() throws IOException {
        TopicNames names = new TopicNames("{schema}_{table}", "orders");
        names.of("a_b", "c");
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> names.of("a", "b_c"))
                    .withMessageContainingAll("a_b.c", "a.b_c", "'a_b_c'");
        }
        assertThat(names.of("a_b", "c")).isEqualTo("a_b_c");
    }

    @Test
    void putsTablesTogetherWhereTheTemplateSaysSo() throws IOException {
        TopicNames all = new TopicNames("all-changes", "orders");
        assertThat(all.of("a", "b")).isEqualTo(all.of("c", "d")).isEqualTo("all-changes");
        TopicNames bySchema = new TopicNames("cdc.{schema}", "orders");
        assertThat(bySchema.of("a", "b")).isEqualTo(bySchema.of("a", "c")).isEqualTo("cdc.a");
    }

    @Test
    void refusesANameThatIsTooLong() {
        assertThatThrownBy(() -> new TopicNames(DEFAULT, "s".repeat(200)).of("x".repeat(64), "y".repeat(64)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("330 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{database}.{table}", "a b", "shop/{table}", "."})
    void refusesATemplateThatNamesNoTopic(String template) {
        assertThatIllegalArgumentException().isThrownBy(() -> new TopicNames(template, "orders"));
    }

    @Test
    void namesTheOneTopicOfATemplateWithoutTables() {
        assertThat(TopicNames.single("{service}.ddl", "my orders")).matches("my_orders-[0-9a-f]{8}\\.ddl");
        assertThatIllegalArgumentException().isThrownBy(() -> TopicNames.single("{schema}.ddl", "orders"));
    }
}
