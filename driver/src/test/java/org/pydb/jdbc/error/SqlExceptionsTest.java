package org.pydb.jdbc.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pydb.calcite.api.SqlError;

/** The SQLSTATE decides about the class. */
class SqlExceptionsTest {

  @ParameterizedTest
  @CsvSource({
    "08001, java.sql.SQLNonTransientConnectionException",
    "08003, java.sql.SQLNonTransientConnectionException",
    "08007, java.sql.SQLRecoverableException",
    "0A000, java.sql.SQLFeatureNotSupportedException",
    "22003, java.sql.SQLDataException",
    "23505, java.sql.SQLIntegrityConstraintViolationException",
    "28000, java.sql.SQLInvalidAuthorizationSpecException",
    "40001, java.sql.SQLTransactionRollbackException",
    "40P01, java.sql.SQLTransactionRollbackException",
    "42601, java.sql.SQLSyntaxErrorException",
    "53100, java.sql.SQLTransientException",
    "55P03, java.sql.SQLTransientException",
    "55000, java.sql.SQLException",
    "57014, java.sql.SQLTimeoutException",
    "57P01, java.sql.SQLRecoverableException",
    "XX001, java.sql.SQLException",
  })
  void classes(String state, Class<?> type) {
    SqlError error = new SqlError(state, "the message");
    SQLException exception = SqlExceptions.of(error);
    assertThat((Throwable) exception)
        .isExactlyInstanceOf(type)
        .hasMessage("the message")
        .hasCause(error);
    assertThat(exception.getSQLState()).isEqualTo(state);
    assertThat(exception.getErrorCode()).isZero();
  }

  @Test
  void whatNobodyMeantToThrowIsInternal() {
    RuntimeException fault = new IndexOutOfBoundsException("7");
    SQLException exception = SqlExceptions.of(fault);
    assertThat((Throwable) exception).hasCause(fault).hasMessageContaining("7");
    assertThat((Throwable) exception).isNotInstanceOf(SQLRecoverableException.class);
    assertThat(exception.getSQLState()).isEqualTo("XX000");
  }
}
