package dev.corecdc.reference;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** What the comments of the service's source say: of types, of components of records, of constants. Code is between backticks. */
final class SourceJavadoc {

    private static final Path SOURCES = Path.of("src/main/java");

    /** By the name of a type, or of a type and a constant, without the package. */
    private final Map<Class<?>, Map<String, DocCommentTree>> files = new HashMap<>();

    /** Empty when there is no comment. */
    String ofType(Class<?> type) {
        DocCommentTree comment = comment(type, nameOf(type));
        return comment == null ? "" : text(comment.getFullBody());
    }

    /** Empty when the comment of the record does not tell of the component. */
    String ofComponent(Class<?> type, String component) {
        DocCommentTree comment = comment(type, nameOf(type));
        return comment == null
                ? ""
                : comment.getBlockTags().stream()
                        .filter(ParamTree.class::isInstance)
                        .map(ParamTree.class::cast)
                        .filter(param -> param.getName().getName().contentEquals(component))
                        .map(param -> text(param.getDescription()))
                        .collect(Collectors.joining());
    }

    /** Empty when there is no comment. */
    String ofConstant(Enum<?> constant) {
        Class<?> type = constant.getDeclaringClass();
        DocCommentTree comment = comment(type, nameOf(type) + "." + constant.name());
        return comment == null ? "" : text(comment.getFullBody());
    }

    private @Nullable DocCommentTree comment(Class<?> type, String name) {
        return files.computeIfAbsent(topLevel(type), SourceJavadoc::read).get(name);
    }

    private static Class<?> topLevel(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type : topLevel(outer);
    }

    private static String nameOf(Class<?> type) {
        return type.getCanonicalName().substring(type.getPackageName().length() + 1);
    }

    private static Map<String, DocCommentTree> read(Class<?> type) {
        Path file = SOURCES.resolve(type.getName().replace('.', '/') + ".java");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjects(file));
            Comments comments = new Comments(DocTrees.instance(task));
            for (CompilationUnitTree unit : task.parse()) {
                comments.scan(unit, "");
            }
            return comments.found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Collects the comments of a file by the names of what they are for. */
    private static final class Comments extends TreePathScanner<@Nullable Void, String> {

        private final DocTrees docs;
        private final Map<String, DocCommentTree> found = new HashMap<>();

        Comments(DocTrees docs) {
            this.docs = docs;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, String outer) {
            String name = outer + type.getSimpleName();
            put(name);
            return super.visitClass(type, name + ".");
        }

        @Override
        public @Nullable Void visitVariable(VariableTree variable, String outer) {
            put(outer + variable.getName());
            return super.visitVariable(variable, outer);
        }

        private void put(String name) {
            DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
            if (comment != null) {
                found.put(name, comment);
            }
        }
    }

    /** The first paragraph; what follows is for whoever reads the source. */
    private static String text(List<? extends DocTree> parts) {
        return parts.stream()
                .takeWhile(part -> part.getKind() != DocTree.Kind.START_ELEMENT)
                .map(SourceJavadoc::text)
                .collect(Collectors.joining())
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String text(DocTree part) {
        if (part instanceof TextTree text) {
            return text.getBody();
        }
        if (part instanceof LiteralTree literal) {
            return "`" + literal.getBody().getBody() + "`";
        }
        if (part instanceof LinkTree link) {
            return link.getLabel().isEmpty() ? "`" + link.getReference() + "`" : text(link.getLabel());
        }
        return part.toString();
    }
}
