package org.pydb.jdbc.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

/**
 * The columns of all answers are those that the Javadoc of {@link DatabaseMetaData} lists: {@code
 * shapes.txt}, which was made from it. What JDBC reserves in {@code getProcedures} has no name
 * there.
 */
class ShapeTest {

  @Test
  void columnsAreThoseOfTheJavadoc() throws Exception {
    Map<String, String> expected = new HashMap<>();
    for (String line : Schema.resource("shapes.txt").lines().toList()) {
      int colon = line.indexOf(": ");
      expected.put(line.substring(0, colon), line.substring(colon + 2));
    }
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:")) {
      for (Method method : DatabaseMetaData.class.getMethods()) {
        if (method.getReturnType() == ResultSet.class) {
          assertThat(shape(method, connection.getMetaData()))
              .as(method.toString())
              .isEqualTo(expected.get(method.getName()));
        }
      }
    }
  }

  private static String shape(Method method, DatabaseMetaData metaData) throws Exception {
    try (ResultSet rows = (ResultSet) method.invoke(metaData, nothing(method))) {
      return shape(rows.getMetaData());
    }
  }

  /** Arguments that leave everything open. */
  static Object[] nothing(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(type -> type == int.class ? 0 : type == boolean.class ? false : null)
        .toArray();
  }

  private static String shape(ResultSetMetaData columns) throws SQLException {
    StringJoiner shape = new StringJoiner(", ");
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      shape.add(columns.getColumnLabel(i) + " " + javaType(columns.getColumnType(i)));
    }
    return shape.toString();
  }

  private static String javaType(int type) {
    return switch (type) {
      case Types.VARCHAR -> "String";
      case Types.SMALLINT -> "short";
      case Types.INTEGER -> "int";
      case Types.BIGINT -> "long";
      case Types.BOOLEAN -> "boolean";
      default -> "type " + type;
    };
  }
}
