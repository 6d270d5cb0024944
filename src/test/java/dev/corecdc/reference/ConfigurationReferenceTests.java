package dev.corecdc.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * What is written about the settings is what they are. After a change of a record of settings,
 * {@code ./mvnw -Dtest=ConfigurationReferenceTests -Dreference.write test} writes it anew.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ConfigurationReferenceTests {

    private static final Path REFERENCE = Path.of("src/docs/configuration.md");
    private static final Path METADATA =
            Path.of("src/main/resources/META-INF/additional-spring-configuration-metadata.json");

    /** What stands before it in the reference is written by hand. */
    private static final String MARK = "<!-- From here on made from the source; see ConfigurationReferenceTests. -->\n";

    private List<Section> sections = List.of();

    @BeforeAll
    void findTheSettings() {
        sections = ServiceSettings.sections();
    }

    @Test
    void everySettingIsExplained() {
        assertThat(sections).hasSizeGreaterThan(8).allSatisfy(section -> {
            assertThat(section.about()).as(section.source().getName()).isNotEmpty();
            assertThat(section.settings()).allSatisfy(setting -> {
                assertThat(setting.meaning()).as("@param of " + setting.key()).isNotEmpty();
                assertThat(setting.kind()).as("the kind of " + setting.key()).isNotEmpty();
            });
        });
    }

    @Test
    void theReferenceIsThatOfTheSource() throws Exception {
        String written = Files.readString(REFERENCE);
        String byHand = written.substring(0, written.indexOf(MARK));
        isWritten(REFERENCE, byHand + MARK + "\n" + MarkdownReference.of(sections));
    }

    @Test
    void theMetadataIsThatOfTheSource() throws Exception {
        isWritten(METADATA, SpringMetadata.of(sections));
    }

    private static void isWritten(Path file, String text) throws IOException {
        if (System.getProperty("reference.write") != null) {
            Files.writeString(file, text);
        }
        assertThat(file).content().isEqualTo(text);
    }
}
