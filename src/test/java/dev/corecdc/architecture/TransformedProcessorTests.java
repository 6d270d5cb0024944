package dev.corecdc.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.corecdc.processor.Processor;
import dev.corecdc.stream.TransformedProcessor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A processor with transforms stands before another one. What that one can do must not be lost by it. */
class TransformedProcessorTests {

    @Test
    void canDoWhateverAnyProcessorCan() {
        List<Class<?>> capabilities = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.corecdc.processor")
                        .stream()
                        .map(JavaClass::reflect)
                        .filter(type -> Processor.class.isAssignableFrom(type) && !type.isInterface())
                        .<Class<?>>flatMap(type -> Stream.of(type.getInterfaces()))
                        .filter(type -> type.getPackage().equals(Processor.class.getPackage()))
                        .distinct()
                        .toList();

        assertThat(capabilities).hasSizeGreaterThan(1).allSatisfy(capability -> assertThat(capability)
                .isAssignableFrom(TransformedProcessor.class));
    }
}
