package org.pydb.calcite.exec.expression;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The functions that expressions are made of, as PostgreSQL defines them. {@link Expressions#call}
 * says which operand types each of them takes.
 *
 * <p>Unless it says otherwise a function is NULL if one of its operands is.
 */
public enum ScalarFunction {
  // Comparison. Operands are of one family; NaN equals NaN and is above all other doubles.
  EQUALS,
  NOT_EQUALS,
  LESS,
  LESS_OR_EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  /** Never NULL; NULL is not distinct from NULL. */
  IS_DISTINCT_FROM,
  /** Never NULL. */
  IS_NOT_DISTINCT_FROM,
  /** The first operand equals one of the others, in three-valued logic. */
  IN,

  // Logic, three-valued. A later operand is evaluated only for rows that still need it.
  /** Any number of conditions. */
  AND,
  /** Any number of conditions. */
  OR,
  NOT,
  IS_NULL,
  IS_NOT_NULL,
  IS_TRUE,
  IS_NOT_TRUE,
  IS_FALSE,
  IS_NOT_FALSE,

  // Choice. Operands are evaluated only for the rows that need them.
  /** Condition, value, condition, value … and last the value otherwise. */
  CASE,
  /** The first operand that is not NULL. */
  COALESCE,
  /** The first operand, or NULL if it equals the second. */
  NULLIF,
  /** The greatest operand that is not NULL. */
  GREATEST,
  /** The least operand that is not NULL. */
  LEAST,
  /**
   * The first operand, if the second, of how many it is one, is not above one; else 21000. The
   * third ties it to rows without which nobody asks.
   */
  ONLY_VALUE,

  // Arithmetic, checked: 22003 if the result does not fit its type, 22012 for division by zero.
  ADD,
  SUBTRACT,
  MULTIPLY,
  /** Truncates integers. */
  DIVIDE,
  /** Has the sign of the first operand. */
  MODULO,
  NEGATE,
  ABS,
  SIGN,
  BIT_AND,
  BIT_OR,
  BIT_XOR,
  BIT_NOT,
  SHIFT_LEFT,
  SHIFT_RIGHT,

  // Mathematics.
  CEIL,
  FLOOR,
  /** Half away from zero for decimals, half to even for doubles; a second operand gives digits. */
  ROUND,
  /** Toward zero; a second operand gives digits. */
  TRUNC,
  POWER,
  SQRT,
  CBRT,
  EXP,
  LN,
  LOG10,
  /** The logarithm of the second operand to the base of the first. */
  LOG,
  SIN,
  COS,
  TAN,
  COT,
  ASIN,
  ACOS,
  ATAN,
  ATAN2,
  SINH,
  COSH,
  TANH,
  DEGREES,
  RADIANS,
  PI,
  GCD,
  LCM,
  SIND,
  COSD,
  TAND,
  COTD,
  ASINH,
  ACOSH,
  ATANH,
  FACTORIAL,
  /** The whole part of a quotient, as a numeric. */
  DIV,
  WIDTH_BUCKET,
  /** How many digits a numeric has after the point. */
  SCALE,
  MIN_SCALE,
  TRIM_SCALE,
  /** From 0 to less than 1; never the same. */
  RANDOM,

  // Patterns. A third operand is the escape character, backslash without it; '' for none.
  LIKE,
  ILIKE,

  /** {@code ~}: a regular expression matches somewhere. */
  REGEX_MATCH,
  /** {@code ~*}: the same in any case. */
  REGEX_MATCH_ANY_CASE,
  /** {@code substring(x from 'regex')}: what the first group matched, or all. */
  REGEX_SUBSTRING,
  SIMILAR_TO,
  REGEXP_LIKE,
  REGEXP_COUNT,
  REGEXP_INSTR,
  REGEXP_REPLACE,
  REGEXP_SUBSTR,
  /** Text, expression, and perhaps letters: an array of what the groups are. */
  REGEXP_MATCH,
  REGEXP_SPLIT_TO_ARRAY,

  // Strings.
  LOWER,
  UPPER,
  INITCAP,
  /** In characters; of BYTES, in bytes. */
  CHAR_LENGTH,
  OCTET_LENGTH,
  BIT_LENGTH,
  /** String, start from 1, and perhaps a length. */
  SUBSTRING,
  /** The second operand's place in the first, from 1; 0 if it is not there. */
  STRPOS,
  /** String, and perhaps the characters to trim from both ends. */
  BTRIM,
  LTRIM,
  RTRIM,
  REPLACE,
  TRANSLATE,
  /** {@code ||} of strings or of BYTES. */
  CONCAT_OPERATOR,
  /** Any number of operands; NULL counts as empty. */
  CONCAT,
  /** A separator, then any number of operands; NULLs are left out. */
  CONCAT_WS,
  LEFT,
  RIGHT,
  LPAD,
  RPAD,
  REPEAT,
  REVERSE,
  SPLIT_PART,
  STARTS_WITH,
  /** String, replacement, start from 1, and perhaps a length. */
  OVERLAY,
  MD5,
  TO_HEX,
  CHR,
  ASCII,
  /** BYTES to text: {@code hex}, {@code base64} or {@code escape}. */
  ENCODE,
  GET_BYTE,
  SET_BYTE,
  GET_BIT,
  SET_BIT,
  BIT_COUNT,
  /** Text to BYTES. */
  DECODE,
  QUOTE_IDENT,
  QUOTE_LITERAL,
  /** NULL gives the word NULL. */
  QUOTE_NULLABLE,
  /** A pattern, then any number of operands. */
  FORMAT,
  SHA224,
  SHA256,
  SHA384,
  SHA512,
  CONVERT_TO,
  CONVERT_FROM,
  /** Any number of operands; never NULL. */
  NUM_NULLS,
  /** Any number of operands; never NULL. */
  NUM_NONNULLS,
  GEN_RANDOM_UUID,

  // Dates and times. A field is a text: 'year', 'month' … An interval is an INT64.
  /** Field, and a date or time: NUMERIC. */
  EXTRACT,
  /** Field, and a date or time: FLOAT64. */
  DATE_PART,
  /** Field, and a date or timestamp; perhaps a zone. */
  DATE_TRUNC,
  /** A DATE and an integer. */
  PLUS_DAYS,
  MINUS_DAYS,
  /** A DATE and a TIME: TIMESTAMP. */
  AT_TIME,
  /** A date or time, or a number, and a pattern: TEXT. */
  TO_CHAR,
  /** A text and a pattern: DATE. */
  TO_DATE,
  /** A text and a pattern: NUMERIC. */
  TO_NUMBER,
  /** A date or timestamp and an INT64: months, the day clamped to the end of the month. */
  PLUS_MONTHS,
  /** A time or timestamp and an INT64: microseconds. */
  PLUS_MICROS,
  /** Two DATEs: INT32, days from the second to the first. */
  DAYS_BETWEEN,
  /** Two timestamps of one kind or two TIMEs: INT64, microseconds from the second to the first. */
  MICROS_BETWEEN,
  /** Two dates or timestamps: INT64, whole months from the second to the first. */
  MONTHS_BETWEEN,
  /** Year, month and day: DATE. */
  MAKE_DATE,
  /** Hour, minute and seconds: TIME. */
  MAKE_TIME,
  /** Year, month, day, hour, minute and seconds: TIMESTAMP. */
  MAKE_TIMESTAMP,
  /** Seconds since 1970, or a text and a pattern: TIMESTAMP_TZ. */
  TO_TIMESTAMP,
  /** Zone and timestamp: from TIMESTAMP_TZ to TIMESTAMP and the other way. */
  TIMEZONE,
  CURRENT_DATE,
  CURRENT_TIME,
  CURRENT_TIMESTAMP,
  LOCALTIME,
  LOCALTIMESTAMP,

  // Intervals as values.
  PLUS_INTERVAL,
  MINUS_INTERVAL,
  /** Two timestamps or times: days and time from the second to the first. */
  INTERVAL_BETWEEN,
  /** Two timestamps, or one and today: years, months, days and time. */
  AGE,
  INTERVAL_ADD,
  INTERVAL_SUBTRACT,
  INTERVAL_NEGATE,
  INTERVAL_ROUND,
  INTERVAL_MULTIPLY,
  INTERVAL_DIVIDE,
  JUSTIFY_HOURS,
  JUSTIFY_DAYS,
  JUSTIFY_INTERVAL,
  /** Years, months, weeks, days, hours, minutes, seconds; all may be missing from the end. */
  MAKE_INTERVAL,
  MAKE_TIMESTAMPTZ,
  DATE_BIN,
  ISFINITE,
  /** Whether two spans of time have one in common. */
  OVERLAPS,
  /** Field and interval: NUMERIC. */
  INTERVAL_FIELD,
  /** The same as a FLOAT64. */
  INTERVAL_PART,

  // JSON. A path is an array of texts: keys, and numbers of elements.
  /** {@code ->}: a key, or the number of an element. */
  JSON_MEMBER,
  JSON_MEMBER_TEXT,
  JSON_AT_PATH,
  JSON_AT_PATH_TEXT,
  /** {@link #JSON_AT_PATH} with any number of steps as operands. */
  JSON_EXTRACT_PATH,
  JSON_EXTRACT_PATH_TEXT,
  /** Whether a text is JSON, and of a kind. */
  IS_JSON,
  JSON_TYPEOF,
  JSON_ARRAY_LENGTH,
  JSON_STRIP_NULLS,
  JSONB_EXISTS,
  JSONB_EXISTS_ANY,
  JSONB_EXISTS_ALL,
  JSONB_PRETTY,
  JSONB_CONCAT,
  /** Without a key, an element, or several keys. */
  JSONB_DELETE,
  JSONB_DELETE_PATH,
  /** Value, path, new value, and whether it may be added: true. */
  JSONB_SET,
  /** Value, path, new value, and whether it goes behind: false. */
  JSONB_INSERT,
  TO_JSON,
  TO_JSONB,
  /** The text of a value that is the key of a member. */
  JSON_KEY,
  /** Any number of operands; never NULL. */
  JSON_BUILD_ARRAY,
  JSONB_BUILD_ARRAY,
  /** Keys and values in turn; never NULL. */
  JSON_BUILD_OBJECT,
  /**
   * The objects that become records, in an array, for the function that the second operand names.
   */
  JSON_RECORDS,
  /** An object of names and values; NULL if what comes before them is. */
  ROW_TO_JSON,
  JSONB_BUILD_OBJECT,

  /** Value and path, perhaps variables, and perhaps whether errors count as nothing found. */
  JSONB_PATH_EXISTS,
  JSONB_PATH_MATCH,
  JSONB_PATH_QUERY_ARRAY,
  JSONB_PATH_QUERY_FIRST,
  /** JSON_EXISTS, JSON_VALUE and JSON_QUERY. */
  SQL_JSON,
  /** JSON_OBJECT: letters, and keys and values in turn. */
  SQL_JSON_OBJECT,
  SQL_JSONB_OBJECT,
  /** Keys and values in turn, or an array of each. */
  JSON_OBJECT_OF_TEXTS,
  JSONB_OBJECT_OF_TEXTS,
  /** JSON_ARRAY: letters, and values. */
  SQL_JSON_ARRAY,
  SQL_JSONB_ARRAY,
  /** JSON(text): letters, and the text. */
  SQL_JSON_PARSE,
  SQL_JSON_SERIALIZE,
  /** JSON, or its text, and a NULL of the type that is wanted of it. */
  SQL_JSON_RETURNING,

  // Arrays, and JSON too.
  /** {@code @>}: of JSON, or of arrays. */
  CONTAINS,
  CONTAINED,
  ARRAY_OVERLAPS,
  /** Any number of elements. */
  ARRAY,
  /** From 1; NULL beyond the ends. */
  ARRAY_ITEM,
  /** An array as text. */
  ARRAY_TEXT,
  /** From and to, both included. */
  ARRAY_SLICE,
  CARDINALITY,
  /** Array and dimension, which is 1. */
  ARRAY_LENGTH,
  ARRAY_LOWER,
  ARRAY_UPPER,
  ARRAY_NDIMS,
  ARRAY_DIMS,
  /** A value, and how often it is to come, as an array of one number. */
  ARRAY_FILL,
  /** Without so many elements at the end. */
  TRIM_ARRAY,
  ARRAY_APPEND,
  ARRAY_PREPEND,
  ARRAY_CAT,
  ARRAY_REMOVE,
  ARRAY_REPLACE,
  ARRAY_POSITION,
  ARRAY_POSITIONS,
  ARRAY_TO_STRING,
  STRING_TO_ARRAY,
  /** The sign of a comparison, a value and an array. */
  COMPARE_ANY,
  COMPARE_ALL,

  // What the session knows.
  /** The name of a sequence: its next number. */
  NEXTVAL,
  /** The id of a sequence: its next number. */
  NEXT_OF_SEQUENCE,
  /** The name of a sequence: the number that it gave this session last. */
  CURRVAL,
  /** The number that any sequence gave this session last. */
  LASTVAL,
  /** The name of a sequence, a number, and perhaps whether it counts as given. */
  SETVAL,
  /** The schema in which things are made; NULL if there is none. */
  CURRENT_SCHEMA,
  /** Who the connection says it is for. */
  CURRENT_USER,
  /** The name of the database. */
  CURRENT_DATABASE,
  /** What product this is. */
  VERSION,
  /** The name of a parameter, and perhaps whether it may be missing: what SHOW gives. */
  CURRENT_SETTING,
  /** A parameter, its new value, and whether for the transaction only: as SET. */
  SET_CONFIG,
  /** The time when it is asked for. */
  CLOCK_TIMESTAMP,
  /** The name of its operand's type. */
  PG_TYPEOF,

  // What the catalog tells of objects by their numbers, as PostgreSQL's functions of these names.
  PG_GET_CONSTRAINTDEF,
  PG_GET_INDEXDEF,
  PG_GET_VIEWDEF,
  PG_GET_EXPR,
  FORMAT_TYPE,
  OBJ_DESCRIPTION,
  COL_DESCRIPTION,
  PG_GET_SERIAL_SEQUENCE,
  PG_TABLE_IS_VISIBLE,
  /** The number of a relation by its name: {@code 'name'::regclass}. */
  REGCLASS,
  /** The name of a relation by its number: {@code number::regclass::text}. */
  REGCLASS_NAME,
  /** The number of a type by its name, {@code 'name'::regtype}; the operand if it is one. */
  REGTYPE,
  /** The name of a type by its number: {@code number::regtype::text}. */
  REGTYPE_NAME,
  /** As {@link #REGCLASS}, but NULL if there is none. */
  TO_REGCLASS,
  TO_REGTYPE,
  PG_RELATION_SIZE,
  PG_TOTAL_RELATION_SIZE,
  PG_INDEXES_SIZE,
  PG_DATABASE_SIZE,
  PG_SIZE_PRETTY,
  PG_BACKEND_PID,
  PG_SLEEP,
  CURRENT_SCHEMAS,
  /** Whether somebody may do something to an object, of which there is a name or number. */
  HAS_PRIVILEGE,
  PG_GET_USERBYID,
  PG_ENCODING_TO_CHAR,
  PG_CLIENT_ENCODING,
  PG_IS_IN_RECOVERY,
  PG_IS_OTHER_TEMP_SCHEMA,
  /** What the standard's catalog says of a type and its modifier. */
  CHAR_MAX_LENGTH,
  NUMERIC_PRECISION,
  NUMERIC_SCALE,
  DATETIME_PRECISION,
  PG_ADVISORY_LOCK,
  PG_TRY_ADVISORY_LOCK,
  PG_ADVISORY_XACT_LOCK,
  PG_TRY_ADVISORY_XACT_LOCK,
  PG_ADVISORY_UNLOCK,
  PG_ADVISORY_UNLOCK_ALL,
  PG_STAT_STATEMENTS_RESET;

  private static final Map<String, ScalarFunction> BY_NAME = new HashMap<>();

  static {
    for (ScalarFunction function : values()) {
      BY_NAME.put(function.sqlName(), function);
    }
    for (ScalarFunction operator : new ScalarFunction[] {EQUALS, IN, AND, OR, NOT, CASE, LIKE}) {
      BY_NAME.remove(operator.sqlName());
    }
    BY_NAME.put("ceiling", CEIL);
    BY_NAME.put("char_length", CHAR_LENGTH);
    BY_NAME.put("character_length", CHAR_LENGTH);
    BY_NAME.put("length", CHAR_LENGTH);
    BY_NAME.put("mod", MODULO);
    BY_NAME.put("pow", POWER);
    BY_NAME.put("substr", SUBSTRING);
    BY_NAME.put("trim", BTRIM);
    BY_NAME.put("now", CURRENT_TIMESTAMP);
    BY_NAME.put("transaction_timestamp", CURRENT_TIMESTAMP);
    BY_NAME.put("statement_timestamp", CURRENT_TIMESTAMP);
  }

  /** Whether each call may give another value, or changes something. */
  public boolean isVolatile() {
    return switch (this) {
      case NEXTVAL,
          NEXT_OF_SEQUENCE,
          CURRVAL,
          LASTVAL,
          SETVAL,
          RANDOM,
          GEN_RANDOM_UUID,
          SET_CONFIG,
          CLOCK_TIMESTAMP,
          PG_SLEEP,
          PG_ADVISORY_LOCK,
          PG_TRY_ADVISORY_LOCK,
          PG_ADVISORY_XACT_LOCK,
          PG_TRY_ADVISORY_XACT_LOCK,
          PG_ADVISORY_UNLOCK,
          PG_ADVISORY_UNLOCK_ALL,
          PG_STAT_STATEMENTS_RESET ->
          true;
      default -> false;
    };
  }

  /** Whether the value depends on more than the operands. */
  public boolean isDynamic() {
    return switch (this) {
      case CURRENT_SCHEMA,
          CURRENT_USER,
          CURRENT_DATABASE,
          CURRENT_SETTING,
          PG_GET_CONSTRAINTDEF,
          PG_GET_INDEXDEF,
          PG_GET_VIEWDEF,
          PG_GET_EXPR,
          FORMAT_TYPE,
          OBJ_DESCRIPTION,
          COL_DESCRIPTION,
          PG_GET_SERIAL_SEQUENCE,
          PG_TABLE_IS_VISIBLE,
          REGCLASS,
          REGCLASS_NAME,
          TO_REGCLASS,
          PG_RELATION_SIZE,
          PG_TOTAL_RELATION_SIZE,
          PG_INDEXES_SIZE,
          PG_DATABASE_SIZE,
          PG_BACKEND_PID,
          CURRENT_SCHEMAS,
          HAS_PRIVILEGE ->
          true;
      default -> isVolatile();
    };
  }

  /** The name in lower case, as it stands in plans. */
  public String sqlName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The function that SQL calls by this name, in any case; null if there is none. */
  public static @Nullable ScalarFunction named(String sqlName) {
    return BY_NAME.get(sqlName.toLowerCase(Locale.ROOT));
  }
}
