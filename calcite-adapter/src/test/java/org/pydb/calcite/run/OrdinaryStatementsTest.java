package org.pydb.calcite.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.api.SqlStatement;

/**
 * No code is generated on the way of an ordinary statement. The statements run in a class loader of
 * their own, which tells what it has loaded.
 */
class OrdinaryStatementsTest {
  /** Calcite's planner looks at some other classes of its generator, by reflection. */
  private static final Predicate<String> IS_OF_GENERATION =
      Pattern.compile(
              "org\\.codehaus\\.janino\\..*"
                  + "|org\\.apache\\.calcite\\.adapter\\.enumerable"
                  + "\\.(EnumerableRelImplementor|RexToLixTranslator|RexImpTable)"
                  + "|org\\.pydb\\.calcite\\.bridge\\..*")
          .asMatchPredicate();

  private static final List<String> ORDINARY =
      List.of(
          "create table t (id integer primary key, g integer references t, v numeric(8, 2), s text)",
          "create index t_s on t (s)",
          "insert into t values (1, null, 1.5, 'a'), (2, 1, 2.5, 'b'), (3, 1, null, null)",
          "select * from t where id = 2",
          "select s, v * 2 from t where s like 'a%' or v between 1 and 2 order by s desc limit 1",
          "select g, count(*), sum(v), avg(id) from t group by g having count(*) > 0",
          "select a.id, b.s from t a left join t b on a.g = b.id and a.v < b.v order by 1",
          "select id from t where g in (select id from t where v > 1) or id = 7",
          "select id, (select max(b.v) from t b where b.g = a.id) from t a",
          "select a.id, x.id from t a, lateral (select id from t b where b.g = a.id limit 1) x",
          "select id from t union select g from t except select 2",
          "select distinct upper(s) || '!' from t where s is not null",
          "select rank() over (order by v), sum(v) over (order by id rows 1 preceding) from t",
          "with recursive r(n) as (select 1 union select t.id from r join t on t.g = r.n)"
              + " select n from r",
          "select t.id, u.x from t, unnest(array[t.id, t.g, 7]) as u(x)",
          "update t set v = v + 1 where id < 3",
          "delete from t where id = 3");

  @Test
  void ordinaryStatementsGenerateNoCode() throws Exception {
    assertThat(loadedBy(Map.of())).filteredOn(IS_OF_GENERATION).isEmpty();
  }

  /** The test above would notice. */
  @Test
  void bridgedStepsDo() throws Exception {
    assertThat(loadedBy(Map.of("plan", "bridge"))).filteredOn(IS_OF_GENERATION).isNotEmpty();
  }

  private static Set<String> loadedBy(Map<String, String> properties) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (RecordingLoader loader = new RecordingLoader()) {
      thread.setContextClassLoader(loader);
      Method run =
          Class.forName(OrdinaryStatementsTest.class.getName(), true, loader)
              .getDeclaredMethod("run", Map.class);
      run.setAccessible(true);
      run.invoke(null, properties);
      return loader.loaded;
    } catch (InvocationTargetException e) {
      throw new AssertionError("a statement failed: " + e.getCause(), e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Called in the other class loader. */
  static void run(Map<String, String> properties) {
    try (SqlDatabase database = SqlDatabases.open(DatabaseLocation.memory("ordinary"), properties);
        SqlSession session = database.connect()) {
      for (String sql : ORDINARY) {
        SqlStatement statement = session.prepare(sql);
        try (SqlResult result = statement.execute(new ParameterValues(0), 0)) {
          while (statement.kind() == SqlStatement.Kind.QUERY && result.next()) {
            // All rows are wanted, none is looked at.
          }
        }
      }
    }
  }

  /** Loads everything anew that is not of Java itself, and remembers what. */
  private static final class RecordingLoader extends URLClassLoader {
    private final Set<String> loaded = ConcurrentHashMap.newKeySet();

    RecordingLoader() throws IOException {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] classPath() throws MalformedURLException {
      List<URL> urls = new ArrayList<>();
      for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        urls.add(new File(path).toURI().toURL());
      }
      return urls.toArray(URL[]::new);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      loaded.add(name);
      return super.findClass(name);
    }
  }
}
