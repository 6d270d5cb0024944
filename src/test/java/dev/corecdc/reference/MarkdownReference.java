package dev.corecdc.reference;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes settings as tables of Markdown, one for each section. */
final class MarkdownReference {

    private MarkdownReference() {}

    static String of(List<Section> sections) {
        return sections.stream().map(MarkdownReference::section).collect(Collectors.joining("\n"));
    }

    private static String section(Section section) {
        String heading =
                section.prefixes().stream().map(prefix -> "`" + prefix + "`").collect(Collectors.joining(", "));
        if (section.settings().isEmpty()) {
            return "## %s\n\n%s\n".formatted(heading, escaped(section.about()));
        }
        return """
                ## %s

                %s

                | key | value | default | |
                | --- | --- | --- | --- |
                %s
                """.formatted(
                        heading,
                        escaped(section.about()),
                        section.settings().stream().map(MarkdownReference::row).collect(Collectors.joining("\n")));
    }

    private static String row(Setting setting) {
        return "| `%s` | %s | %s | %s |"
                .formatted(
                        setting.key(),
                        setting.kind(),
                        defaultOf(setting),
                        escaped(setting.meaning()) + choices(setting));
    }

    private static String defaultOf(Setting setting) {
        if (setting.required()) {
            return "**required**";
        }
        return setting.defaults().stream()
                .filter(value -> !value.isEmpty())
                .map(value -> "`" + value + "`")
                .collect(Collectors.joining(", "));
    }

    private static String choices(Setting setting) {
        boolean told = setting.choices().values().stream().anyMatch(meaning -> !meaning.isEmpty());
        String separator = told ? "<br>" : ", ";
        return setting.choices().entrySet().stream()
                .map(MarkdownReference::choice)
                .collect(Collectors.joining(separator, setting.choices().isEmpty() ? "" : "<br>", ""));
    }

    private static String choice(Map.Entry<String, String> choice) {
        String value = "`" + choice.getKey() + "`";
        return choice.getValue().isEmpty() ? value : value + ": " + escaped(choice.getValue());
    }

    /** What means something to Markdown stands for itself, but for the backticks around code. */
    private static String escaped(String text) {
        String[] parts = text.replace("|", "\\|").split("`", -1);
        for (int i = 0; i < parts.length; i += 2) {
            parts[i] = parts[i].replace("*", "\\*").replace("<", "&lt;");
        }
        return String.join("`", parts);
    }
}
