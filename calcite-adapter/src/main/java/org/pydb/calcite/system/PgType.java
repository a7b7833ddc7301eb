package org.pydb.calcite.system;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.type.TypeNames;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * A type as PostgreSQL's catalog has it, with PostgreSQL's number.
 *
 * @param name such as {@code int4}
 * @param longName such as {@code integer}
 * @param length in bytes; -1 if it varies
 * @param category a letter for its kind
 * @param element the number of what it is an array of; 0 if it is none
 * @param array the number of the type of arrays of it; 0 if there is none
 */
record PgType(
    long oid, String name, String longName, int length, String category, long element, long array) {

  private static final int NO_MODIFIER = -1;

  private static final String PSEUDO = "P";

  /** PostgreSQL counts the four bytes that once held a length. */
  private static final int HEADER = 4;

  /** The types whose modifier is the digits of a second's fraction, without {@link #HEADER}. */
  private static final Set<String> TIMES = Set.of("time", "timestamp", "timestamptz");

  private static final List<PgType> ALL = new ArrayList<>();
  private static final Map<String, PgType> BY_NAME = new HashMap<>();
  private static final Map<Long, PgType> BY_OID = new HashMap<>();

  static {
    add(16, "bool", "boolean", 1, "B", 1000);
    add(17, "bytea", "bytea", -1, "U", 1001);
    add(18, "char", "\"char\"", 1, "Z", 1002);
    add(19, "name", "name", 64, "S", 1003);
    add(20, "int8", "bigint", 8, "N", 1016);
    add(21, "int2", "smallint", 2, "N", 1005);
    add(23, "int4", "integer", 4, "N", 1007);
    add(25, "text", "text", -1, "S", 1009);
    add(26, "oid", "oid", 4, "N", 1028);
    add(114, "json", "json", -1, "U", 199);
    add(700, "float4", "real", 4, "N", 1021);
    add(701, "float8", "double precision", 8, "N", 1022);
    add(1042, "bpchar", "character", -1, "S", 1014);
    add(1043, "varchar", "character varying", -1, "S", 1015);
    add(1082, "date", "date", 4, "D", 1182);
    add(1083, "time", "time without time zone", 8, "D", 1183);
    add(1114, "timestamp", "timestamp without time zone", 8, "D", 1115);
    add(1184, "timestamptz", "timestamp with time zone", 8, "D", 1185);
    add(1186, "interval", "interval", 16, "T", 1187);
    add(1700, "numeric", "numeric", -1, "N", 1231);
    add(2205, "regclass", "regclass", 4, "N", 2210);
    add(2950, "uuid", "uuid", 16, "U", 2951);
    add(2206, "regtype", "regtype", 4, "N", 2211);
    add(3802, "jsonb", "jsonb", -1, "U", 3807);
    addPseudo(2249, "record");
    addPseudo(2276, "any");
    addPseudo(2277, "anyarray");
    addPseudo(2278, "void");
    addPseudo(2283, "anyelement");
    addPseudo(2776, "anynonarray");
    addPseudo(5077, "anycompatible");
    addPseudo(5078, "anycompatiblearray");
  }

  private static void add(
      long oid, String name, String longName, int length, String category, long array) {
    put(new PgType(oid, name, longName, length, category, 0, array));
    put(new PgType(array, "_" + name, longName + "[]", -1, "A", oid, 0));
  }

  /** What only functions take and give. */
  private static void addPseudo(long oid, String name) {
    put(new PgType(oid, name, name.equals("any") ? "\"any\"" : name, 4, PSEUDO, 0, 0));
  }

  private static void put(PgType type) {
    ALL.add(type);
    BY_NAME.put(type.name, type);
    BY_OID.put(type.oid, type);
  }

  static List<PgType> all() {
    return ALL;
  }

  /** The type of a column. */
  static PgType of(ColumnType type) {
    String name = TypeNames.catalogName(type);
    PgType known = BY_NAME.get(name);
    if (known == null) {
      throw new IllegalStateException("the type " + name + " has no number");
    }
    return known;
  }

  /** The type of PostgreSQL's short name. */
  static PgType get(String name) {
    PgType known = BY_NAME.get(name);
    if (known == null) {
      throw new IllegalArgumentException("there is no type " + name);
    }
    return known;
  }

  /** The type of a name: PostgreSQL's short one, or that in words, without lengths. */
  static @Nullable PgType named(String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\([^)]*\\)", "");
    String name =
        switch (plain.endsWith("[]") ? plain.substring(0, plain.length() - 2) : plain) {
          case "int" -> "integer";
          case "decimal" -> "numeric";
          case "float" -> "double precision";
          case "char" -> "character";
          case "time", "timestamp" -> plain.replace("[]", "") + " without time zone";
          default -> plain.replace("[]", "");
        };
    PgType found = BY_NAME.get(name);
    for (int i = 0; found == null && i < ALL.size(); i++) {
      found = ALL.get(i).longName.equals(name) ? ALL.get(i) : null;
    }
    return found != null && plain.endsWith("[]") ? BY_OID.get(found.array) : found;
  }

  static @Nullable PgType of(long oid) {
    return BY_OID.get(oid);
  }

  boolean isArray() {
    return element != 0;
  }

  /** Whether no column can be of it. */
  boolean isPseudo() {
    return category.equals(PSEUDO);
  }

  /** What a column of it holds; null if there can be none. Numbers of objects are bigints. */
  @Nullable ColumnType columnType() {
    if (isArray()) {
      return ColumnType.array(requireNonNull(requireNonNull(of(element)).columnType()));
    }
    return switch (name) {
      case "bool" -> ColumnType.of(ColumnKind.BOOLEAN);
      case "bytea" -> ColumnType.of(ColumnKind.BYTES);
      case "int2" -> ColumnType.of(ColumnKind.INT16);
      case "int4" -> ColumnType.of(ColumnKind.INT32);
      case "int8", "oid", "regclass", "regtype" -> ColumnType.of(ColumnKind.INT64);
      case "float4" -> ColumnType.of(ColumnKind.FLOAT32);
      case "float8" -> ColumnType.of(ColumnKind.FLOAT64);
      case "numeric" -> ColumnType.of(ColumnKind.NUMERIC);
      case "date" -> ColumnType.of(ColumnKind.DATE);
      case "time" -> ColumnType.of(ColumnKind.TIME);
      case "timestamp" -> ColumnType.of(ColumnKind.TIMESTAMP);
      case "timestamptz" -> ColumnType.of(ColumnKind.TIMESTAMP_TZ);
      case "interval" -> ColumnType.of(ColumnKind.INTERVAL);
      case "uuid" -> ColumnType.of(ColumnKind.UUID);
      case "json" -> ColumnType.of(ColumnKind.JSON);
      case "jsonb" -> ColumnType.of(ColumnKind.JSONB);
      case "bpchar" -> ColumnType.character(0);
      case "char", "name", "text", "varchar" -> ColumnType.of(ColumnKind.TEXT);
      default -> null;
    };
  }

  /** What the number of digits or characters of a column is as one number. */
  static int modifier(ColumnType type) {
    return switch (type.kind()) {
      case DECIMAL -> (type.precision() << 16 | type.scale()) + HEADER;
      case CHAR, TEXT -> type.precision() == 0 ? NO_MODIFIER : type.precision() + HEADER;
      case TIME, TIMESTAMP, TIMESTAMP_TZ ->
          type.precision() == 0 ? NO_MODIFIER : type.fractionDigits();
      case ARRAY -> modifier(requireNonNull(type.element()));
      default -> NO_MODIFIER;
    };
  }

  /** The type in words, as {@code format_type} gives it. */
  String text(long modifier) {
    PgType base = isArray() ? of(element) : this;
    boolean isTime = base != null && TIMES.contains(base.name);
    if (base == null || modifier < (isTime ? 0 : HEADER)) {
      return longName;
    }
    long number = isTime ? modifier : modifier - HEADER;
    String text =
        switch (base.name) {
          case "bpchar", "varchar" -> base.longName + "(" + number + ")";
          case "numeric" -> base.longName + "(" + (number >> 16) + "," + (number & 0xFFFF) + ")";
          case "time", "timestamp", "timestamptz" ->
              base.longName.replaceFirst(" ", "(" + number + ") ");
          default -> base.longName;
        };
    return text + (isArray() ? "[]" : "");
  }
}
