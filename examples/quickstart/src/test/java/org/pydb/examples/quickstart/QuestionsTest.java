package org.pydb.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same shop in pydb and in HSQLDB gives the same answers to the same questions. */
class QuestionsTest {

  @Test
  void answersAreThoseOfHsqldb() throws Exception {
    try (Connection pydb = DriverManager.getConnection("jdbc:pydb:mem:");
        Connection hsqldb = DriverManager.getConnection("jdbc:hsqldb:mem:shop")) {
      fill(pydb);
      fill(hsqldb);
      List<Script.Question> questions = Script.questions("questions.sql");
      assertThat(questions).hasSizeGreaterThan(6);
      for (Script.Question question : questions) {
        List<List<String>> answer = answer(pydb, question.sql());
        assertThat(answer).as(question.text()).isNotEmpty();
        assertThat(answer).as(question.text()).isEqualTo(answer(hsqldb, question.sql()));
      }
    }
  }

  private static void fill(Connection shop) throws Exception {
    try (Connection chinook = ShopCopy.connectToChinook()) {
      Script.run(shop, "schema.sql");
      ShopCopy copy = new ShopCopy(chinook, shop);
      copy.copyTables(new Output());
    }
  }

  private static List<List<String>> answer(Connection shop, String question) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = shop.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          values.add(text(row.getObject(column)));
        }
        rows.add(values);
      }
    }
    return rows;
  }

  /** Numbers without regard to their type and scale. */
  private static String text(Object value) {
    return value instanceof Number
        ? new BigDecimal(value.toString()).stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }
}
