package org.pydb.examples.mybatis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.datasource.pooled.PooledDataSource;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.TransactionIsolationLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.examples.testkit.FrameworksPage;

/** MyBatis over databases in files. */
class MybatisTest {
  private static final LocalDate DAY = LocalDate.of(2024, 2, 29);

  @TempDir Path directory;

  private SqlSessionFactory diary;

  @BeforeEach
  void open() {
    diary = Diary.open(directory.resolve("diary"));
    try (SqlSession session = diary.openSession(true)) {
      session.getMapper(Entries.class).create();
    }
  }

  @AfterEach
  void close() {
    ((PooledDataSource) diary.getConfiguration().getEnvironment().getDataSource()).forceCloseAll();
  }

  @Test
  void pageTellsOfTheseTests() throws IOException {
    FrameworksPage.check("MyBatis", MybatisTest.class);
  }

  @Test
  @DisplayName(
      "mappers: generated keys of one row and of several, objects, dynamic SQL, lists behind IN")
  void mappers() {
    try (SqlSession session = diary.openSession()) {
      Entries entries = session.getMapper(Entries.class);
      Entry first = new Entry(DAY, "snow");
      entries.add(first);
      List<Entry> more =
          List.of(new Entry(DAY.plusDays(1), "sun"), new Entry(DAY.plusDays(2), "snow again"));
      entries.addAll(more);
      assertThat(first.getId()).isPositive();
      assertThat(more)
          .extracting(Entry::getId)
          .containsExactly(first.getId() + 1, first.getId() + 2);
      session.clearCache();
      assertThat(entries.find(first.getId())).hasToString(first.toString());
      assertThat(entries.find(0)).isNull();
      assertThat(entries.search("snow", null)).hasSize(2);
      assertThat(entries.search("snow", List.of(DAY, DAY.plusDays(1)))).hasSize(1);
      session.commit();
    }
  }

  @Test
  @DisplayName("upsert: `on conflict … returning` gives the row as an object")
  void upsert() {
    try (SqlSession session = diary.openSession(true)) {
      Entries entries = session.getMapper(Entries.class);
      Entry first = entries.put(new Entry(DAY, "snow"));
      Entry second = entries.put(new Entry(DAY, "rain"));
      assertThat(second.getId()).isEqualTo(first.getId());
      assertThat(second.getText()).isEqualTo("rain");
    }
  }

  @Test
  @DisplayName("transactions: what is not committed is undone; isolation levels")
  void transactions() {
    try (SqlSession session = diary.openSession(TransactionIsolationLevel.SERIALIZABLE)) {
      session.getMapper(Entries.class).add(new Entry(DAY, "snow"));
    }
    try (SqlSession session = diary.openSession()) {
      assertThat(session.getMapper(Entries.class).search(null, null)).isEmpty();
    }
  }

  @Test
  @DisplayName("batches: the BATCH executor; a duplicate fails the batch, and all is undone")
  void batches() {
    try (SqlSession session = diary.openSession(ExecutorType.BATCH)) {
      Entries entries = session.getMapper(Entries.class);
      for (int i = 0; i < 100; i++) {
        entries.add(new Entry(DAY.plusDays(i), "day " + i));
      }
      session.commit();
      entries.add(new Entry(DAY.minusDays(1), "before"));
      entries.add(new Entry(DAY, "again"));
      assertThatThrownBy(session::flushStatements)
          .isInstanceOf(PersistenceException.class)
          .hasMessageContaining("entry_day_key");
    }
    try (SqlSession session = diary.openSession()) {
      assertThat(session.getMapper(Entries.class).search(null, null)).hasSize(100);
    }
  }

  @Test
  @DisplayName("cursors: rows one by one, within their transaction")
  void cursors() throws IOException {
    try (SqlSession session = diary.openSession()) {
      Entries entries = session.getMapper(Entries.class);
      entries.addAll(List.of(new Entry(DAY, "a"), new Entry(DAY.plusDays(1), "b")));
      List<String> texts = new ArrayList<>();
      try (Cursor<Entry> all = entries.all()) {
        all.forEach(entry -> texts.add(entry.getText()));
      }
      assertThat(texts).containsExactly("a", "b");
    }
  }
}
