package org.pydb.calcite.random;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pydb.engine.testkit.PostgresServer;

/**
 * Random queries on random rows are asked of databases that hold the same rows but answer in
 * different ways: on our own operators with literals hoisted (the measure), on Calcite's operators,
 * without hoisting, by several threads, without indexes, with so little memory that all steps
 * spill, with statistics, with any rules of the planner and indexes switched off and by several
 * threads, with parameters; and of a PostgreSQL if there is one. In between the rows are changed,
 * and several sessions ask at the same time. A query of which two answers differ is made smaller,
 * and so are the tables, before the test fails with it.
 *
 * <p>{@code -Dpydb.random.queries=N} asks for so many, {@code -Dpydb.seed=S} for the same ones
 * again, {@code -Dpydb.postgres=URL} compares with a PostgreSQL, {@code start} starts one. The
 * Maven profile {@code random-queries} runs many.
 */
class RandomQueriesTest {
  private static final int QUERIES = Integer.getInteger("pydb.random.queries", 40);

  /** The short run is the same each time; long ones look for what nobody has found. */
  private static final long SEED = 20261121;

  private static final int DIFFERENCES_MAX = Integer.getInteger("pydb.random.differences", 1);
  private static final long LITTLE = 20_000;

  @Test
  void randomQueriesAnswerAlike() throws IOException, SQLException {
    List<Answerer> all = new ArrayList<>();
    try {
      all.add(new PydbAnswerer(PydbAnswerer.Setup.of("own")));
      all.add(new PydbAnswerer(PydbAnswerer.Setup.of("bridge", "plan", "bridge")));
      all.add(new PydbAnswerer(PydbAnswerer.Setup.of("not hoisting", "hoist_literals", "off")));
      all.add(new PydbAnswerer(PydbAnswerer.Setup.of("prepared").preparing()));
      all.add(new PydbAnswerer(PydbAnswerer.Setup.of("without indexes").withoutIndexes()));
      all.add(new PydbAnswerer(PydbAnswerer.Setup.of("little memory").withMemory(LITTLE)));
      all.add(new PydbAnswerer(PydbAnswerer.Setup.of("analyzed").analyzed()));
      all.add(new PydbAnswerer(PydbAnswerer.Setup.of("varied").analyzed().varied()));
      all.add(new PydbAnswerer(PydbAnswerer.Setup.of("several threads").parallel()));
      compareWithPostgres(all);
    } finally {
      all.forEach(Answerer::close);
    }
  }

  private void compareWithPostgres(List<Answerer> all) throws IOException, SQLException {
    String postgres = System.getProperty("pydb.postgres", "");
    if (postgres.equals("start")) {
      try (PostgresServer server = PostgresServer.start()) {
        try (PostgresAnswerer answerer = new PostgresAnswerer(server.url("postgres"))) {
          compare(Stream.concat(all.stream(), Stream.of(answerer)).toList());
        }
      }
    } else if (postgres.isEmpty()) {
      compare(all);
    } else {
      try (PostgresAnswerer answerer = new PostgresAnswerer(postgres)) {
        compare(Stream.concat(all.stream(), Stream.of(answerer)).toList());
      }
    }
  }

  private void compare(List<Answerer> all) {
    new Comparison(all, Long.getLong("pydb.seed", SEED), DIFFERENCES_MAX).run(QUERIES);
  }
}
