package org.pydb.jdbc.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.junit.jupiter.api.Test;
import org.pydb.jdbc.testkit.Sql;

/** Liquibases that find an empty database at once make their own tables one after the other. */
class FirstRunTest {
  private static final String URL = "jdbc:pydb:mem:first-run";
  private static final int LIQUIBASES = 4;

  @Test
  void tablesAreMadeOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(LIQUIBASES);
    try (Connection connection = DriverManager.getConnection(URL)) {
      CyclicBarrier start = new CyclicBarrier(LIQUIBASES);
      List<Callable<Void>> liquibases = new ArrayList<>();
      for (int i = 0; i < LIQUIBASES; i++) {
        liquibases.add(() -> makeTables(start));
      }
      for (Future<Void> one : threads.invokeAll(liquibases)) {
        one.get();
      }
      assertThat(Sql.number(connection, "select count(*) from databasechangelog")).isZero();
      assertThat(Sql.number(connection, "select count(*) from databasechangeloglock")).isOne();
      Sql.run(connection, "shutdown");
    } finally {
      threads.shutdown();
    }
  }

  private static Void makeTables(CyclicBarrier start) throws Exception {
    Database database =
        DatabaseFactory.getInstance()
            .openDatabase(URL, null, null, null, new ClassLoaderResourceAccessor());
    try {
      PydbHistoryService history = new PydbHistoryService();
      PydbLockService lock = new PydbLockService();
      history.setDatabase(database);
      lock.setDatabase(database);
      start.await();
      history.init();
      lock.init();
      return null;
    } finally {
      database.close();
    }
  }
}
