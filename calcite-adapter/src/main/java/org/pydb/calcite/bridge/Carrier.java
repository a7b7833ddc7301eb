package org.pydb.calcite.bridge;

import java.math.BigDecimal;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.type.TypeNames;
import org.pydb.engine.schema.ColumnType;

/**
 * What a value travels in on Calcite's side: an object whose {@code equals}, {@code hashCode} and
 * {@code compareTo} are those of SQL. That is all that Calcite's operators ever do with values.
 *
 * <pre>
 * BOOLEAN                                                    Boolean
 * INT16 … INT64, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ         Long, as vectors hold it
 * FLOAT32, FLOAT64                                           {@link FloatingValue}
 * DECIMAL, NUMERIC                                           {@link ExactValue}
 * CHAR, TEXT (as UTF-8), BYTES, UUID                         ByteString, compared unsigned
 * </pre>
 */
enum Carrier {
  TRUTH(Boolean.class) {
    @Override
    Object wrapValue(Object value) {
      return (Long) value != 0;
    }

    @Override
    Object unwrapValue(Object carried) {
      return (Boolean) carried ? 1L : 0L;
    }
  },

  NUMBER(Long.class) {
    @Override
    Object wrapValue(Object value) {
      return value;
    }

    @Override
    Object unwrapValue(Object carried) {
      return carried;
    }
  },

  FLOATING(FloatingValue.class) {
    @Override
    Object wrapValue(Object value) {
      return new FloatingValue((Double) value);
    }

    @Override
    Object unwrapValue(Object carried) {
      return ((FloatingValue) carried).value();
    }
  },

  EXACT(ExactValue.class) {
    @Override
    Object wrapValue(Object value) {
      return new ExactValue((BigDecimal) value);
    }

    @Override
    Object unwrapValue(Object carried) {
      return ((ExactValue) carried).value();
    }
  },

  BYTES(ByteString.class) {
    @Override
    Object wrapValue(Object value) {
      return new ByteString((byte[]) value);
    }

    @Override
    Object unwrapValue(Object carried) {
      return ((ByteString) carried).getBytes();
    }
  };

  private final Class<?> javaClass;

  Carrier(Class<?> javaClass) {
    this.javaClass = javaClass;
  }

  /** The carrier for values of a type. */
  static Carrier of(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> TRUTH;
      case INT16, INT32, INT64, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> NUMBER;
      case FLOAT32, FLOAT64 -> FLOATING;
      case DECIMAL, NUMERIC -> EXACT;
      case UUID, CHAR, TEXT, BYTES -> BYTES;
      case INTERVAL, JSON, JSONB, ARRAY ->
          throw new SqlError(
              "0A000",
              "values of type " + TypeNames.of(type) + " do not run on Calcite's operators");
    };
  }

  /** The class of the objects. */
  Class<?> javaClass() {
    return javaClass;
  }

  /** The type that Calcite is told; it always admits NULL. */
  RelDataType type(JavaTypeFactory factory) {
    RelDataType type =
        switch (this) {
          case TRUTH -> factory.createSqlType(SqlTypeName.BOOLEAN);
          case NUMBER -> factory.createSqlType(SqlTypeName.BIGINT);
          case BYTES -> factory.createSqlType(SqlTypeName.VARBINARY);
          case FLOATING, EXACT -> factory.createJavaType(javaClass);
        };
    return factory.createTypeWithNullability(type, true);
  }

  /** The object for a value as vectors box it. */
  @Nullable Object wrap(@Nullable Object value) {
    return value == null ? null : wrapValue(value);
  }

  /** The value for an object, as vectors box it. */
  @Nullable Object unwrap(@Nullable Object carried) {
    return carried == null ? null : unwrapValue(carried);
  }

  abstract Object wrapValue(Object value);

  abstract Object unwrapValue(Object carried);
}
