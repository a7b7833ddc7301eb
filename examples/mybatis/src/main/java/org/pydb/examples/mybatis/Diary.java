package org.pydb.examples.mybatis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import org.apache.ibatis.datasource.pooled.PooledDataSource;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;

/** Writes today's entry of a diary, and shows all that there are. */
public final class Diary {
  private Diary() {}

  /** Takes no arguments; the diary goes to {@code target/mybatis/diary.pydb}. */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of("target", "mybatis", "diary");
    Files.createDirectories(file.getParent());
    try (SqlSession session = open(file).openSession()) {
      Entries entries = session.getMapper(Entries.class);
      entries.create();
      entries.put(new Entry(LocalDate.now(ZoneId.systemDefault()), "Tried MyBatis on pydb."));
      entries.search(null, null).forEach(System.out::println);
      session.commit();
    }
  }

  /** The diary in a database in a file. */
  static SqlSessionFactory open(Path file) {
    PooledDataSource pool =
        new PooledDataSource("org.pydb.jdbc.PydbDriver", "jdbc:pydb:" + file, null, null);
    Configuration configuration =
        new Configuration(new Environment("file", new JdbcTransactionFactory(), pool));
    configuration.addMapper(Entries.class);
    return new SqlSessionFactoryBuilder().build(configuration);
  }
}
