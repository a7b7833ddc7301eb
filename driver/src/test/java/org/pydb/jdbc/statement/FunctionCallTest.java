package org.pydb.jdbc.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pydb.jdbc.testkit.Sql;

/** Functions that are called through {@code prepareCall}. */
class FunctionCallTest {
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = DriverManager.getConnection("jdbc:pydb:mem:");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void valueOfACallGoesToItsFirstParameter() throws SQLException {
    try (CallableStatement call = connection.prepareCall("{? = call power(?, ?)}")) {
      call.registerOutParameter(1, Types.DOUBLE);
      assertThatThrownBy(() -> call.getInt(1)).hasFieldOrPropertyWithValue("SQLState", "55000");
      call.setInt(2, 2);
      assertThatThrownBy(call::execute).hasFieldOrPropertyWithValue("SQLState", "07001");
      for (int exponent = 1; exponent < 4; exponent++) {
        call.setInt(3, exponent);
        assertThat(call.execute()).isFalse();
        assertThat(call.getInt(1)).isEqualTo(1 << exponent);
        assertThat(call.getBigDecimal(1)).isEqualByComparingTo(BigDecimal.valueOf(1L << exponent));
      }
      assertThat(call.getResultSet()).isNull();
      assertThat(call.executeUpdate()).isZero();
      assertThat(call.wasNull()).isFalse();
    }
  }

  @Test
  void otherParametersTakeNoValue() throws SQLException {
    try (CallableStatement call = connection.prepareCall("{? = call abs(?)}")) {
      assertThatThrownBy(() -> call.registerOutParameter(2, Types.INTEGER))
          .hasFieldOrPropertyWithValue("SQLState", "07009");
      assertThatThrownBy(() -> call.registerOutParameter("x", Types.INTEGER))
          .isInstanceOf(SQLFeatureNotSupportedException.class);
      assertThatThrownBy(() -> call.setInt("x", 1))
          .isInstanceOf(SQLFeatureNotSupportedException.class);
      assertThatThrownBy(call::addBatch).isInstanceOf(SQLFeatureNotSupportedException.class);
      assertThatThrownBy(call::executeQuery).hasFieldOrPropertyWithValue("SQLState", "07005");
      ParameterMetaData parameters = call.getParameterMetaData();
      assertThat(parameters.getParameterCount()).isEqualTo(2);
      assertThat(parameters.getParameterMode(1)).isEqualTo(ParameterMetaData.parameterModeOut);
      assertThat(parameters.getParameterMode(2)).isEqualTo(ParameterMetaData.parameterModeIn);
    }
  }

  @Test
  void callWithoutAParameterForItGivesRows() throws SQLException {
    try (CallableStatement call = connection.prepareCall("{call generate_series(1, ?)}")) {
      call.setInt(1, 3);
      assertThat(call.execute()).isTrue();
      ResultSet rows = call.getResultSet();
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(1);
      assertThatThrownBy(() -> call.getInt(1)).hasFieldOrPropertyWithValue("SQLState", "07009");
    }
  }

  @Test
  void anyOtherStatementRunsAsIfPrepared() throws SQLException {
    Sql.run(connection, "create table t (a integer)");
    try (CallableStatement insert = connection.prepareCall("insert into t values (?)")) {
      insert.setInt(1, 5);
      assertThat(insert.executeUpdate()).isEqualTo(1);
      assertThat(insert).isNotEqualTo(connection.prepareCall("select 1"));
      assertThat(insert.unwrap(CallableStatement.class)).isSameAs(insert);
      assertThat(insert.unwrap(PydbPreparedStatement.class)).isNotNull();
    }
    assertThat(Sql.number(connection, "select a from t")).isEqualTo(5);
  }
}
