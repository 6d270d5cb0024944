package dev.corecdc.transform;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.SpelParserConfiguration;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.Elvis;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.InlineList;
import org.springframework.expression.spel.ast.Literal;
import org.springframework.expression.spel.ast.OpAnd;
import org.springframework.expression.spel.ast.OpDivide;
import org.springframework.expression.spel.ast.OpEQ;
import org.springframework.expression.spel.ast.OpGE;
import org.springframework.expression.spel.ast.OpGT;
import org.springframework.expression.spel.ast.OpLE;
import org.springframework.expression.spel.ast.OpLT;
import org.springframework.expression.spel.ast.OpMinus;
import org.springframework.expression.spel.ast.OpModulus;
import org.springframework.expression.spel.ast.OpMultiply;
import org.springframework.expression.spel.ast.OpNE;
import org.springframework.expression.spel.ast.OpOr;
import org.springframework.expression.spel.ast.OpPlus;
import org.springframework.expression.spel.ast.OperatorBetween;
import org.springframework.expression.spel.ast.OperatorMatches;
import org.springframework.expression.spel.ast.OperatorNot;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Ternary;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

/**
 * Leaves out the records for which an expression (Spring's SpEL) is not true. The expression is data, not code: it reads what {@link
 * FilterAccess} gives, compares and counts. There are no types, beans, constructors, methods, variables, assignments, loops or
 * powers in it, so that what it costs is bounded by its length.
 */
final class RowFilter implements RecordTransform {

    private static final int LONGEST = 2_000;

    private static final SpelExpressionParser PARSER =
            new SpelExpressionParser(new SpelParserConfiguration(null, null, false, false, 0, LONGEST));

    private static final Set<Class<? extends SpelNode>> ALLOWED = Set.of(
            CompoundExpression.class,
            Elvis.class,
            Indexer.class,
            InlineList.class,
            OpAnd.class,
            OpDivide.class,
            OpEQ.class,
            OpGE.class,
            OpGT.class,
            OpLE.class,
            OpLT.class,
            OpMinus.class,
            OpModulus.class,
            OpMultiply.class,
            OpNE.class,
            OpOr.class,
            OpPlus.class,
            OperatorBetween.class,
            OperatorMatches.class,
            OperatorNot.class,
            PropertyOrFieldReference.class,
            Ternary.class);

    private final SpelExpression expression;
    private final EvaluationContext context;
    private final PerTable<Map<String, Integer>> places = new PerTable<>(RowFilter::places);

    /** @throws IllegalArgumentException when it is no expression, or has in it what it must not have */
    RowFilter(String text) {
        try {
            expression = PARSER.parseRaw(text);
        } catch (ParseException | EvaluationException | IllegalStateException e) {
            throw new IllegalArgumentException("it is not an expression: " + e.getMessage(), e);
        }
        check(expression.getAST());
        FilterAccess access = new FilterAccess();
        context = SimpleEvaluationContext.forPropertyAccessors(access)
                .withIndexAccessors(access)
                .withAssignmentDisabled()
                .build();
    }

    private static void check(SpelNode node) {
        if (!(node instanceof Literal) && !ALLOWED.contains(node.getClass())) {
            throw new IllegalArgumentException(
                    "'%s' is not allowed in it; it can read columns, compare, count, and join conditions by and, or and not"
                            .formatted(node.toStringAST()));
        }
        for (int i = 0; i < node.getChildCount(); i++) {
            check(node.getChild(i));
        }
    }

    private static Map<String, Integer> places(Columns columns) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = columns.size() - 1; i >= 0; i--) {
            String name = columns.column(i).name();
            places.put(name.toLowerCase(Locale.ROOT), i);
            places.put(name, i);
        }
        return places;
    }

    @Override
    public @Nullable ChangeRecord apply(ChangeRecord record) throws TransformException {
        return isWanted(record) ? record : null;
    }

    private boolean isWanted(ChangeRecord record) throws TransformException {
        Object answer;
        try {
            answer = expression.getValue(context, new FilterRoot(places.of(record.columns()), record));
        } catch (EvaluationException | IllegalArgumentException e) {
            throw new TransformException(
                    "the filter has no answer for a record of %s: %s"
                            .formatted(
                                    Refusals.name(record.columns()),
                                    NestedExceptionUtils.getMostSpecificCause(e).getMessage()),
                    e);
        }
        if (answer instanceof Boolean wanted) {
            return wanted;
        }
        throw new TransformException(
                "the filter is neither true nor false for a record of %s".formatted(Refusals.name(record.columns())));
    }
}
