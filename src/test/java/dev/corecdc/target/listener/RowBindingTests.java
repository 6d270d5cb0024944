package dev.corecdc.target.listener;

import static dev.corecdc.event.ColumnType.BIGINT;
import static dev.corecdc.event.ColumnType.BINARY;
import static dev.corecdc.event.ColumnType.BIT;
import static dev.corecdc.event.ColumnType.DATE;
import static dev.corecdc.event.ColumnType.DATETIME;
import static dev.corecdc.event.ColumnType.DECIMAL;
import static dev.corecdc.event.ColumnType.DOUBLE;
import static dev.corecdc.event.ColumnType.ENUM;
import static dev.corecdc.event.ColumnType.FLOAT;
import static dev.corecdc.event.ColumnType.GEOMETRY;
import static dev.corecdc.event.ColumnType.INT;
import static dev.corecdc.event.ColumnType.JSON;
import static dev.corecdc.event.ColumnType.SET;
import static dev.corecdc.event.ColumnType.TEXT;
import static dev.corecdc.event.ColumnType.TIME;
import static dev.corecdc.event.ColumnType.TIMESTAMP;
import static dev.corecdc.event.ColumnType.TINYINT;
import static dev.corecdc.event.ColumnType.VECTOR;
import static dev.corecdc.event.ColumnType.YEAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Geometry;
import dev.corecdc.event.Json;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import dev.corecdc.event.SqlDate;
import dev.corecdc.event.SqlDateTime;
import dev.corecdc.event.SqlTime;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.support.GenericConversionService;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values of columns as the properties of a listener's rows get them. */
class RowBindingTests {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final byte[] BYTES = {1, 2, (byte) 0xff};
    private static final SqlDate DAY = new SqlDate(2026, 11, 3);
    private static final SqlDateTime MOMENT = new SqlDateTime(DAY, 10, 15, 30, 500_000, 3);
    private static final Instant INSTANT = Instant.parse("2026-11-03T10:15:30.5Z");
    private static final SqlDateTime ZERO = new SqlDateTime(new SqlDate(0, 0, 0), 0, 0, 0, 0, 0);
    private static final BigInteger HUGE = new BigInteger("18446744073709551615");

    enum Status {
        OPEN,
        PAID
    }

    record Address(String street, int number) {}

    record Shape(
            long srid,
            @SuppressWarnings("ArrayRecordComponent") byte[] wkb) {}

    record Holder<T>(T value) {}

    static Stream<Arguments> values() {
        return Stream.of(
                arguments(INT, 7L, int.class, 7),
                arguments(INT, 7L, Integer.class, 7),
                arguments(INT, 7L, String.class, "7"),
                arguments(TINYINT, 1L, boolean.class, true),
                arguments(BIT, 0L, Boolean.class, false),
                arguments(YEAR, 2026L, java.time.Year.class, java.time.Year.of(2026)),
                arguments(BIGINT, Long.MAX_VALUE, long.class, Long.MAX_VALUE),
                arguments(BIGINT, HUGE, BigInteger.class, HUGE),
                arguments(DECIMAL, new BigDecimal("12.50"), BigDecimal.class, new BigDecimal("12.50")),
                arguments(DECIMAL, new BigDecimal("12.50"), double.class, 12.5),
                arguments(DECIMAL, new BigDecimal("0.0000001"), String.class, "0.0000001"),
                arguments(DECIMAL, new BigDecimal("12"), int.class, 12),
                arguments(DECIMAL, new BigDecimal("12"), BigDecimal.class, new BigDecimal("12")),
                arguments(FLOAT, 0.1f, float.class, 0.1f),
                arguments(FLOAT, 0.1f, double.class, 0.1),
                arguments(DOUBLE, 0.1, double.class, 0.1),
                arguments(DATE, DAY, LocalDate.class, LocalDate.of(2026, 11, 3)),
                arguments(DATE, DAY, SqlDate.class, DAY),
                arguments(DATE, new SqlDate(0, 0, 0), String.class, "0000-00-00"),
                arguments(DATETIME, MOMENT, LocalDateTime.class, LocalDateTime.parse("2026-11-03T10:15:30.5")),
                arguments(DATETIME, MOMENT, String.class, "2026-11-03T10:15:30.500"),
                arguments(TIMESTAMP, MOMENT, Instant.class, Instant.parse("2026-11-03T10:15:30.5Z")),
                arguments(TIMESTAMP, MOMENT, OffsetDateTime.class, OffsetDateTime.parse("2026-11-03T10:15:30.5Z")),
                arguments(TIMESTAMP, MOMENT, Date.class, Date.from(INSTANT)),
                arguments(TIMESTAMP, MOMENT, java.sql.Timestamp.class, java.sql.Timestamp.from(INSTANT)),
                arguments(TIMESTAMP, MOMENT, Calendar.class, calendar(INSTANT)),
                arguments(TIMESTAMP, MOMENT, GregorianCalendar.class, calendar(INSTANT)),
                arguments(TIMESTAMP, MOMENT, LocalDateTime.class, LocalDateTime.parse("2026-11-03T10:15:30.5")),
                arguments(TIMESTAMP, MOMENT, String.class, "2026-11-03T10:15:30.500"),
                arguments(TIME, new SqlTime(false, 12, 34, 56, 0, 0), LocalTime.class, LocalTime.of(12, 34, 56)),
                arguments(
                        TIME,
                        new SqlTime(true, 838, 59, 59, 0, 0),
                        Duration.class,
                        Duration.ofHours(-838).minusMinutes(59).minusSeconds(59)),
                arguments(TEXT, "Ada", String.class, "Ada"),
                arguments(TEXT, "{\"street\":\"Main\",\"number\":1}", Address.class, new Address("Main", 1)),
                arguments(TEXT, "{\"street\":\"Main\"", String.class, "{\"street\":\"Main\""),
                arguments(ENUM, "PAID", Status.class, Status.PAID),
                arguments(SET, "PAID,OPEN", type(Set.class, Status.class), Set.of(Status.PAID, Status.OPEN)),
                arguments(SET, "", type(List.class, String.class), List.of()),
                arguments(SET, "PAID,OPEN", String.class, "PAID,OPEN"),
                arguments(JSON, Json.of("{\"street\":\"Main\",\"number\":1}"), Address.class, new Address("Main", 1)),
                arguments(JSON, Json.of("[1, 2]"), type(List.class, Integer.class), List.of(1, 2)),
                arguments(JSON, Json.of("{\"a\":1}"), String.class, "{\"a\":1}"),
                arguments(
                        JSON,
                        Json.of("{\"a\":1.5}"),
                        JsonNode.class,
                        MAPPER.createObjectNode().put("a", new BigDecimal("1.5"))),
                arguments(BINARY, BYTES, byte[].class, BYTES),
                arguments(BINARY, BYTES, String.class, "AQL/"),
                arguments(BINARY, new byte[16], UUID.class, new UUID(0, 0)),
                arguments(GEOMETRY, new Geometry(4326, BYTES), Geometry.class, new Geometry(4326, BYTES)),
                arguments(GEOMETRY, new Geometry(4326, BYTES), byte[].class, BYTES),
                arguments(VECTOR, new float[] {0.5f, 2}, float[].class, new float[] {0.5f, 2}),
                arguments(VECTOR, new float[] {0.5f, 2}, type(List.class, Double.class), List.of(0.5, 2.0)),
                arguments(TEXT, "Ada", type(Optional.class, String.class), Optional.of("Ada")),
                arguments(
                        TIMESTAMP,
                        MOMENT,
                        type(Optional.class, Instant.class),
                        Optional.of(Instant.parse("2026-11-03T10:15:30.5Z"))),
                arguments(TEXT, null, type(Optional.class, String.class), Optional.empty()),
                arguments(TEXT, null, String.class, null),
                arguments(BIGINT, HUGE, Object.class, HUGE));
    }

    @ParameterizedTest(name = "{0} {1} as {2}")
    @MethodSource("values")
    void aPropertyTakesTheValueOfItsColumn(
            ColumnType column, @Nullable Object value, Type property, @Nullable Object expected) throws Exception {
        Holder<?> bound = (Holder<?>) bind(type(Holder.class, property), columns(column), Row.of(value));

        assertThat(bound.value()).isEqualTo(expected);
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                arguments(TEXT, "Ada", int.class),
                arguments(INT, 1L << 31, int.class),
                arguments(INT, null, int.class),
                arguments(BIGINT, HUGE, long.class),
                arguments(DECIMAL, new BigDecimal("12.50"), int.class),
                arguments(DECIMAL, new BigDecimal("12.50"), long.class),
                arguments(DATE, new SqlDate(0, 0, 0), LocalDate.class),
                arguments(DATE, new SqlDate(2026, 0, 0), LocalDate.class),
                arguments(DATETIME, MOMENT, Instant.class),
                arguments(DATETIME, MOMENT, Date.class),
                arguments(DATETIME, MOMENT, java.sql.Timestamp.class),
                arguments(DATETIME, MOMENT, Calendar.class),
                arguments(DATETIME, MOMENT, type(Optional.class, Date.class)),
                arguments(TIMESTAMP, ZERO, Date.class),
                arguments(TIMESTAMP, ZERO, Calendar.class),
                arguments(TIMESTAMP, ZERO, Instant.class),
                arguments(DATE, DAY, Date.class),
                arguments(DATE, DAY, java.sql.Date.class),
                arguments(DATE, new SqlDate(0, 0, 0), Date.class),
                arguments(TIME, new SqlTime(false, 1, 0, 0, 0, 0), java.sql.Time.class),
                arguments(YEAR, 2026L, Date.class),
                arguments(JSON, Json.of("{"), Address.class),
                arguments(TIME, new SqlTime(true, 1, 0, 0, 0, 0), LocalTime.class),
                arguments(ENUM, "paid", Status.class),
                arguments(ENUM, "", Status.class),
                arguments(BINARY, BYTES, int.class),
                arguments(JSON, Json.of("[1]"), Address.class),
                arguments(TEXT, "{no json", Address.class),
                arguments(GEOMETRY, new Geometry(0, BYTES), String.class));
    }

    @ParameterizedTest(name = "{0} {1} as {2}")
    @MethodSource("misfits")
    void aValueThatDoesNotFitIsRefused(ColumnType column, @Nullable Object value, Type property) {
        assertThatThrownBy(() -> bind(type(Holder.class, property), columns(column), Row.of(value)))
                .isInstanceOf(UnboundRowException.class)
                .hasMessageStartingWith("a row of shop.orders is not a Holder: ");
    }

    record Order(
            int orderId,
            @JsonProperty("customer") @Nullable String customerName,
            @JsonAlias("sum") int total) {}

    @Test
    void namesDifferInNothingButUnderscoresAndCaseOrAreSaid() throws Exception {
        assertThat(bind(Order.class, named("order_id", "customer", "sum"), Row.of(1L, "Ada", 2L)))
                .isEqualTo(new Order(1, "Ada", 2));
        assertThat(bind(Order.class, named("ORDERID", "CUSTOMER", "Total"), Row.of(1L, "Ada", 2L)))
                .isEqualTo(new Order(1, "Ada", 2));
        assertThat(bind(Order.class, named("orderId", "customer", "total", "more"), Row.of(1L, "Ada", 2L, "x")))
                .isEqualTo(new Order(1, "Ada", 2));
    }

    @Test
    void twoColumnsAreNotTheSameProperty() {
        assertThatThrownBy(() -> bind(Order.class, named("order_id", "orderid"), Row.of(1L, 2L)))
                .isInstanceOf(UnboundRowException.class)
                .hasMessageContaining("'order_id' and 'orderid' of shop.orders would both be 'orderId' of Order");
    }

    record Twice(int id, int amount, int AMOUNT_) {}

    @Test
    void theExactNameGoesFirst() throws Exception {
        assertThat(bind(Twice.class, named("id", "AMOUNT_", "amount"), Row.of(1L, 2L, 3L)))
                .isEqualTo(new Twice(1, 3, 2));
    }

    /** A bean, as they were before records. */
    public static class Bean {
        @Nullable
        String customerName;

        public void setCustomerName(String name) {
            customerName = name;
        }
    }

    @Test
    void aBeanIsBoundByItsSetters() throws Exception {
        assertThat(bind(Bean.class, named("customer_name"), Row.of("Ada")))
                .extracting("customerName")
                .isEqualTo("Ada");
    }

    @Test
    void aColumnThatTheLogDoesNotHoldIsRefusedWhereThereIsAPropertyForIt() throws Exception {
        Row row = Row.of(1L, Row.ABSENT, "Ada");

        assertThat(bind(Holder.class, named("id", "other", "value"), row)).isEqualTo(new Holder<>("Ada"));
        assertThatThrownBy(() -> bind(Holder.class, named("id", "value", "name"), row))
                .isInstanceOf(UnboundRowException.class)
                .hasMessageContaining("the log does not hold the column 'value' of every change of shop.orders");
    }

    @Test
    void aMapTakesEveryColumnThatTheLogHolds() throws Exception {
        Row row = Row.of(1L, new BigDecimal("1.50"), Row.ABSENT, null, BYTES, HUGE);
        Columns columns = columns(INT, DECIMAL, TEXT, TEXT, BINARY, BIGINT);

        assertThat(bind(type(Map.class, String.class, Object.class), columns, row))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .hasSize(5)
                .containsEntry("value", 1L)
                .containsEntry("value1", new BigDecimal("1.50"))
                .containsEntry("value3", null)
                .containsEntry("value4", BYTES)
                .containsEntry("value5", HUGE);
        assertThat(bind(JsonNode.class, columns, row))
                .hasToString(
                        "{\"value\":1,\"value1\":1.50,\"value3\":null,\"value4\":\"AQL/\",\"value5\":" + HUGE + "}");
    }

    @Test
    void aGeometryMayBeATypeOfOnesOwn() throws Exception {
        Holder<?> bound =
                (Holder<?>) bind(type(Holder.class, Shape.class), columns(GEOMETRY), Row.of(new Geometry(4326, BYTES)));

        assertThat(bound.value()).usingRecursiveComparison().isEqualTo(new Shape(4326, BYTES));
    }

    record Money(String amount) {}

    record Priced(Money price, Status status) {}

    @Test
    void aConverterOfTheUsersGoesFirst() throws Exception {
        conversions.addConverter(BigDecimal.class, Money.class, number -> new Money(number + " EUR"));
        conversions.addConverter(
                String.class, Status.class, label -> Status.valueOf(label.toUpperCase(java.util.Locale.ROOT)));
        Columns columns = new Columns(
                "shop",
                "orders",
                List.of(new Column("price", DECIMAL, false), new Column("status", ENUM, false)),
                List.of());

        assertThat(bind(Priced.class, columns, Row.of(new BigDecimal("1.50"), "paid")))
                .isEqualTo(new Priced(new Money("1.50 EUR"), Status.PAID));
    }

    @Test
    void aConverterMayMakeWhatJacksonTakesInNoOtherWay() throws Exception {
        conversions.addConverter(String.class, Boolean.class, "J"::equals);
        conversions.addConverter(String.class, Integer.class, String::length);
        conversions.addConverter(String.class, BigDecimal.class, BigDecimal::new);
        conversions.addConverter(String.class, Character.class, text -> text.charAt(0));
        conversions.addConverter(String.class, List.class, text -> List.of(text.split(";", -1)));
        conversions.addConverter(SqlDateTime.class, Date.class, time -> Date.from(Instant.ofEpochMilli(time.hour())));

        assertThat(holding(boolean.class, TEXT, "J")).isEqualTo(true);
        assertThat(holding(Boolean.class, TEXT, "N")).isEqualTo(false);
        assertThat(holding(int.class, TEXT, "Ada")).isEqualTo(3);
        assertThat(holding(BigDecimal.class, TEXT, "1.50")).isEqualTo(new BigDecimal("1.50"));
        assertThat(holding(char.class, TEXT, "Ada")).isEqualTo('A');
        assertThat(holding(type(List.class, String.class), TEXT, "a;b")).isEqualTo(List.of("a", "b"));
        assertThat(holding(Date.class, DATETIME, MOMENT)).isEqualTo(Date.from(Instant.ofEpochMilli(10)));
    }

    private @Nullable Object holding(Type property, ColumnType column, Object value) throws UnboundRowException {
        return ((Holder<?>) bind(type(Holder.class, property), columns(column), Row.of(value))).value();
    }

    @Test
    void aConverterThatFailsRefusesTheRow() {
        conversions.addConverter(String.class, Money.class, text -> {
            throw new IllegalStateException("no currency");
        });

        assertThatThrownBy(() -> holding(Money.class, TEXT, "1.50"))
                .isInstanceOf(UnboundRowException.class)
                .hasMessage(
                        "a row of shop.orders is not a Holder: 'value': java.lang.IllegalStateException: no currency");
    }

    @Test
    void whatCannotBeReadOfADocumentOrItsEventRefusesTheChange() {
        Columns people = Columns.ofCollection("test", "people");
        Json broken = Json.of("{");

        assertThatThrownBy(() -> bind(Person.class, people, Row.of("1", broken)))
                .isInstanceOf(UnboundRowException.class)
                .hasMessageStartingWith("a row of test.people is not a Person: ");
        Origin origin = new Origin(Instant.EPOCH, null, 0, null, null, broken);
        ChangeRecord change = new ChangeRecord(EventType.UPDATE, people, Row.of("1", Json.of("{}")), null, origin, 1);
        assertThatThrownBy(() ->
                        binding(ListenerParameter.Kind.CHANGE, JsonNode.class).of(change))
                .isInstanceOf(UnboundRowException.class)
                .hasMessageStartingWith("it cannot be told what a change of test.people changed: ");
    }

    record Primitive(int id, int missing) {}

    /** A bean whose constructor gives it values. */
    public static class Defaults {
        int id;
        int missing = 7;

        public void setId(int id) {
            this.id = id;
        }

        public void setMissing(int missing) {
            this.missing = missing;
        }
    }

    @Test
    void aPropertyWithoutAColumnIsNullInARecordAndUntouchedInABean() throws Exception {
        assertThat(bind(Order.class, named("order_id", "sum"), Row.of(1L, 2L))).isEqualTo(new Order(1, null, 2));
        assertThatThrownBy(() -> bind(Primitive.class, named("id"), Row.of(1L)))
                .isInstanceOf(UnboundRowException.class);
        assertThat(bind(Defaults.class, named("id"), Row.of(1L)))
                .extracting("id", "missing")
                .containsExactly(1, 7);
    }

    record Person(
            @JsonProperty("_id") String id,
            String fullName,
            Instant born,
            BigDecimal balance,
            Address home,
            @SuppressWarnings("ArrayRecordComponent") byte[] face) {}

    @Test
    void aDocumentIsBoundWithoutTheWrappersOfExtendedJson() throws Exception {
        Json document = Json.of("""
                {"_id": {"$oid": "64b5f0c2a1b2c3d4e5f60718"}, "full_name": "Ada", "born": {"$date": "1815-12-10T00:00:00Z"},
                "balance": {"$numberDecimal": "12.50"}, "home": {"street": "Main", "number": {"$numberLong": "1"}},
                "face": {"$binary": {"base64": "AQL/", "subType": "00"}}}""");

        Person person = (Person) bind(Person.class, Columns.ofCollection("test", "people"), Row.of("64b5…", document));

        assertThat(person)
                .usingRecursiveComparison()
                .isEqualTo(new Person(
                        "64b5f0c2a1b2c3d4e5f60718",
                        "Ada",
                        Instant.parse("1815-12-10T00:00:00Z"),
                        new BigDecimal("12.50"),
                        new Address("Main", 1),
                        BYTES));
    }

    @Test
    void aDocumentThatWasGoneIsRefusedAlone() {
        assertThatThrownBy(() -> bind(Person.class, Columns.ofCollection("test", "people"), Row.of("1", null)))
                .isInstanceOf(UnboundRowException.class)
                .hasMessageContaining("full-document: required");
    }

    private final GenericConversionService conversions = new GenericConversionService();

    private Object bind(Type row, Columns columns, Row values) throws UnboundRowException {
        ChangeRecord change = new ChangeRecord(
                EventType.UPDATE, columns, values, null, new Origin(Instant.EPOCH, null, 0, null, null), 1);
        return binding(ListenerParameter.Kind.ROW, row).of(change);
    }

    private ChangeBinding binding(ListenerParameter.Kind kind, Type row) {
        return ChangeBinding.of(new ListenerParameter(kind, false, row), MAPPER, conversions);
    }

    private static Calendar calendar(Instant moment) {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
        calendar.setTimeInMillis(moment.toEpochMilli());
        return calendar;
    }

    private static Columns columns(ColumnType... types) {
        List<Column> columns = new ArrayList<>();
        for (ColumnType type : types) {
            columns.add(new Column("value" + (columns.isEmpty() ? "" : columns.size()), type, false));
        }
        return new Columns("shop", "orders", columns, List.of(0));
    }

    private static Columns named(String... names) {
        return new Columns(
                "shop",
                "orders",
                Stream.of(names).map(name -> new Column(name, TEXT, false)).toList(),
                List.of(0));
    }

    private static Type type(Class<?> raw, Type... arguments) {
        return ResolvableType.forClassWithGenerics(
                        raw, Stream.of(arguments).map(ResolvableType::forType).toArray(ResolvableType[]::new))
                .getType();
    }
}
