package org.pydb.calcite.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.service.DatabaseInMemory;

/** A database of our own. */
final class PydbAnswerer implements Answerer {
  private static final int SESSIONS = 3;

  /**
   * How it is set up.
   *
   * @param memory in bytes, for all that queries keep
   * @param isVaried whether each query is planned with other rules and indexes switched off, and
   *     run by one thread or several
   * @param isParallel whether several threads run all that they can
   * @param isPreparing whether queries are asked with parameters in the places of literals
   */
  record Setup(
      String name,
      Map<String, String> properties,
      long memory,
      boolean isIndexed,
      boolean isAnalyzed,
      boolean isVaried,
      boolean isParallel,
      boolean isPreparing) {

    static final long MUCH = 64L << 20;

    static Setup of(String name, String... properties) {
      Map<String, String> all =
          properties.length == 0 ? Map.of() : Map.of(properties[0], properties[1]);
      return new Setup(name, all, MUCH, true, false, false, false, false);
    }

    Setup withMemory(long bytes) {
      return new Setup(
          name, properties, bytes, isIndexed, isAnalyzed, isVaried, isParallel, isPreparing);
    }

    Setup withoutIndexes() {
      return new Setup(
          name, properties, memory, false, isAnalyzed, isVaried, isParallel, isPreparing);
    }

    Setup analyzed() {
      return new Setup(
          name, properties, memory, isIndexed, true, isVaried, isParallel, isPreparing);
    }

    Setup varied() {
      return new Setup(
          name, properties, memory, isIndexed, isAnalyzed, true, isParallel, isPreparing);
    }

    Setup parallel() {
      return new Setup(
          name, properties, memory, isIndexed, isAnalyzed, isVaried, true, isPreparing);
    }

    Setup preparing() {
      return new Setup(name, properties, memory, isIndexed, isAnalyzed, isVaried, isParallel, true);
    }
  }

  private final Setup setup;
  private final SqlDatabase database;
  private final PydbClient client;
  private final List<PydbClient> others = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
  private List<String> indexes = List.of();

  PydbAnswerer(Setup setup) {
    this.setup = setup;
    database = DatabaseInMemory.open(setup.memory(), setup.properties());
    client = client();
    for (int i = 0; i < SESSIONS; i++) {
      others.add(client());
    }
  }

  private PydbClient client() {
    PydbClient made = new PydbClient(database, setup.isPreparing());
    if (setup.isParallel()) {
      made.useThreads();
    }
    return made;
  }

  @Override
  public String name() {
    return setup.name();
  }

  @Override
  public void fill(RandomTables tables) {
    client.forget();
    others.forEach(PydbClient::forget);
    for (String table : RandomTables.NAMES) {
      run("drop table if exists " + table);
    }
    tables.definitions().forEach(this::run);
    tables.inserts().forEach(this::run);
    if (setup.isIndexed()) {
      tables.indexes().forEach(this::run);
      indexes = tables.indexNames();
    }
    if (setup.isAnalyzed()) {
      run("analyze");
    }
  }

  @Override
  public void vary(Random random) {
    if (setup.isVaried()) {
      client.vary(random, indexes);
    }
  }

  @Override
  public String variation() {
    return client.variation() + others.get(0).variation();
  }

  @Override
  public void run(String sql) {
    client.run(sql);
  }

  @Override
  public Answer change(String sql) {
    return client.change(sql);
  }

  @Override
  public Answer answer(QueryWriter.Query query) {
    return client.answer(query);
  }

  @Override
  public List<Answer> answerTogether(List<QueryWriter.Query> queries, Random random) {
    List<CompletableFuture<List<Answer>>> asked = new ArrayList<>();
    for (PydbClient other : others) {
      if (setup.isVaried()) {
        other.vary(random, indexes);
      }
      asked.add(
          CompletableFuture.supplyAsync(
              () -> queries.stream().map(other::answer).toList(), threads));
    }
    return asked.stream().flatMap(answers -> answers.join().stream()).toList();
  }

  @Override
  public boolean isParallel() {
    return setup.isParallel();
  }

  @Override
  public String measured(QueryWriter.Query query) {
    return client.measured(query);
  }

  @Override
  public void close() {
    threads.shutdown();
    others.forEach(PydbClient::close);
    client.close();
    database.close();
  }
}
