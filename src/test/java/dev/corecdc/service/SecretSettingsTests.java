package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Records of settings that hold a secret. */
class SecretSettingsTests {

    private static final Pattern SECRET =
            Pattern.compile("(?i).*(password|secret|token|credentials?|apikey|ur[il]s?|connectionstring)");

    static List<RecordComponent> secrets() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.corecdc").stream()
                        .filter(JavaClass::isRecord)
                        .flatMap(type -> Stream.of(type.reflect().getRecordComponents()))
                        .filter(component -> component.getType() == String.class
                                && SECRET.matcher(component.getName()).matches())
                        .toList();
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void doNotPrintIt(RecordComponent secret) {
        Class<?> type = secret.getDeclaringRecord();
        String key = secret.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        Map<String, String> settings =
                Map.of("a." + key, key.matches(".*ur[il]s?") ? "mongodb://me:canary@localhost/" : "canary");

        Object bound = new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("a", Bindable.of(type));

        assertThat(bound).asString().doesNotContain("canary");
    }

    @Test
    void haveACanary() {
        assertThat(secrets())
                .isNotEmpty()
                .extracting(secret -> secret.getDeclaringRecord().getSimpleName() + "." + secret.getName())
                .allSatisfy(setting ->
                        assertThat(Canary.ALL).extracting(Canary::setting).contains(setting));
    }
}
