package example.functions;

import com.amazonaws.services.lambda.runtime.Context;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/** Handlers whose event and result are classes of the user. */
public class Pojos {
    public enum Colour {
        RED,
        GREEN
    }

    /** Getters and setters. */
    public static class Bean {
        private String name;
        private int count;
        private Boolean open;
        private boolean active;
        private List<String> tags;
        private Bean inner;
        private Colour colour;
        private String uRL;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public int getCount() {
            return count;
        }

        public void setCount(int count) {
            this.count = count;
        }

        public Boolean getOpen() {
            return open;
        }

        public void setOpen(Boolean open) {
            this.open = open;
        }

        public boolean isActive() {
            return active;
        }

        public void setActive(boolean active) {
            this.active = active;
        }

        public List<String> getTags() {
            return tags;
        }

        public void setTags(List<String> tags) {
            this.tags = tags;
        }

        public Bean getInner() {
            return inner;
        }

        public void setInner(Bean inner) {
            this.inner = inner;
        }

        public Colour getColour() {
            return colour;
        }

        public void setColour(Colour colour) {
            this.colour = colour;
        }

        public String getURL() {
            return uRL;
        }

        public void setURL(String url) {
            this.uRL = url;
        }
    }

    /** Public fields and one that is final. */
    public static class Fields {
        public String name;
        public int[] numbers;
        public Map<String, Fields> children;
        public final String fixed = "fixed";
        public transient String passing = "passing";
        protected String secret = "secret";
    }

    public record Order(String id, BigDecimal price, List<String> items) {}

    /** Types of the JDK. */
    public static class Types {
        public Date date;
        public Instant instant;
        public LocalDate day;
        public LocalDateTime time;
        public Duration duration;
        public BigDecimal decimal;
        public BigInteger integer;
        public UUID uuid;
        public Optional<String> optional;
        public OptionalInt optionalInt;
        public Set<Colour> colours;
        public EnumMap<Colour, Integer> counts;
        public char[] characters;
        public byte[] bytes;
        public Object any;
        public Class<?> type;
    }

    /** No setters, no default constructor. */
    public static class Immutable {
        private final String name;

        public Immutable(String name) {
            this.name = name;
        }

        public String getName() {
            return name;
        }
    }

    /** A constructor that refuses. */
    public static class Picky {
        private String name;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("name must not be empty");
            }
            this.name = name;
        }
    }

    /** Refers to itself. */
    public static class Circle {
        public Circle self = this;
    }

    /** Refers to itself through another. */
    public static class Ring {
        public Ring[] next = new Ring[1];
    }

    /** A getter that throws. */
    public static class Trap {
        public String getFine() {
            return "fine";
        }

        public String getBad() {
            throw new IllegalStateException("trap");
        }
    }

    /** Nothing to write. */
    public static class Empty {}

    public interface Shape {}

    public Bean bean(Bean bean) {
        return bean;
    }

    public Bean beanWithContext(Bean bean, Context context) {
        bean.setName(bean.getName() + " via " + context.getFunctionName());
        return bean;
    }

    public Fields fields(Fields fields) {
        return fields;
    }

    public Order order(Order order) {
        return order;
    }

    public Types types(Types types) {
        return types;
    }

    public Immutable immutable(Immutable immutable) {
        return immutable;
    }

    public Picky picky(Picky picky) {
        return picky;
    }

    public Shape shape(Shape shape) {
        return shape;
    }

    public Colour colour(Colour colour) {
        return colour;
    }

    public List<Bean> beans(List<Bean> beans) {
        return beans;
    }

    public Map<Colour, Bean> byColour(Map<Colour, Bean> beans) {
        return beans;
    }

    public Bean[] array(Bean[] beans) {
        return beans;
    }

    public Circle circle() {
        return new Circle();
    }

    public Ring ring() {
        Ring ring = new Ring();
        ring.next[0] = ring;
        return ring;
    }

    public Trap trap() {
        return new Trap();
    }

    public Empty empty() {
        return new Empty();
    }

    public Map<Object, String> nullKey() {
        Map<Object, String> map = new java.util.HashMap<>();
        map.put(null, "x");
        return map;
    }

    public Object results(String which) {
        return switch (which) {
            case "instant" -> Instant.ofEpochSecond(1_700_000_000, 5);
            case "day" -> LocalDate.of(2024, 2, 29);
            case "date" -> new Date(1_700_000_000_123L);
            case "duration" -> Duration.ofSeconds(90);
            case "decimal" -> new BigDecimal("1E+3");
            case "nan" -> Double.NaN;
            case "infinity" -> Float.NEGATIVE_INFINITY;
            case "bytes" -> new byte[] {1, 2, 3};
            case "characters" -> new char[] {'a', 'b'};
            case "optional" -> Optional.of("x");
            case "empty" -> Optional.empty();
            case "record" -> new Order("1", BigDecimal.TEN, List.of("a"));
            case "enum" -> Colour.RED;
            case "unicode" -> "\u0000\u001f\"\\/ é \u2028 \ud83d\ude00 <>&'=";
            case "surrogate" -> "\ud83d";
            case "nulls" -> java.util.Arrays.asList(null, 1, null);
            case "anonymous" ->
                new Object() {
                    public final int x = 1;
                };
            case "stream" -> List.of(1, 2).stream();
            case "thread" -> new Object[] {Thread.State.NEW};
            case "uuid" -> new UUID(1, 2);
            case "class" -> String.class;
            case "exception" -> new IllegalStateException("x").getMessage();
            case "long" -> Long.MAX_VALUE;
            case "uri" -> java.net.URI.create("http://x/y");
            case "locale" -> java.util.Locale.UK;
            case "big" -> "x".repeat(20_000);
            default -> null;
        };
    }
}
