package org.pydb.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.examples.testkit.FirstColumn;
import org.pydb.examples.testkit.FrameworksPage;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Spring Boot over databases in files. */
class SpringBootTest {
  @TempDir static Path directory;

  private static ConfigurableApplicationContext shop;
  private static Songs songs;
  private static JdbcTemplate jdbc;

  @BeforeAll
  static void open() {
    shop = RecordShop.open("--spring.datasource.url=" + url("shop"), "--logging.level.root=off");
    songs = shop.getBean(Songs.class);
    jdbc = shop.getBean(JdbcTemplate.class);
    songs.saveAll(List.of(new Song("Jóga", "1.20"), new Song("Hunter", "0.99")));
  }

  @AfterAll
  static void close() {
    assertThat(jdbc.queryForObject("check database", String.class)).isEqualTo("ok");
    shop.close();
    assertThat(directory.resolve("shop.pydb-wal")).doesNotExist();
  }

  private static String url(String name) {
    return "jdbc:pydb:" + directory.resolve(name);
  }

  @Test
  void pageTellsOfTheseTests() throws IOException {
    FrameworksPage.check("Spring Boot", SpringBootTest.class);
  }

  @Test
  @DisplayName(
      "`spring-boot-starter-data-jpa`: repositories; Hibernate finds the dialect by itself")
  void repositories() {
    Song cheap = songs.save(new Song("Bachelorette", "0.50"));
    assertThat(cheap.id()).isPositive();
    assertThat(songs.findByPriceLessThanEqualOrderByTitle(new BigDecimal("0.50")))
        .hasToString("[Bachelorette at 0.50]");
    songs.delete(cheap);
    assertThat(songs.count()).isEqualTo(2);
  }

  @Test
  @DisplayName("`@Transactional`: repositories and `JdbcClient` share a transaction")
  void transactions() {
    Till till = shop.getBean(Till.class);
    till.sale("0.01");
    assertThatThrownBy(() -> till.sale("1.00")).isInstanceOf(DataIntegrityViolationException.class);
    assertThat(songs.findAll()).extracting(Song::toString).contains("Jóga at 1.19");
    assertThat(till.notes()).isEqualTo("all songs 0.01 off");
  }

  @Test
  @DisplayName("Flyway: migrations in `db/migration` run at the start, each once")
  void migrations() {
    assertThat(
            jdbc.queryForList(
                "select version from flyway_schema_history where success", String.class))
        .containsExactly("1");
  }

  @Test
  @DisplayName(
      "exceptions: a bean of `PydbExceptionTranslator` is the one of the `JdbcTemplate` that is made")
  void exceptions() throws Exception {
    try (Connection other = shop.getBean(HikariDataSource.class).getConnection()) {
      other.setAutoCommit(false);
      FirstColumn.of(other, "select id from song for update");
      assertThatThrownBy(() -> jdbc.queryForList("select id from song for update nowait"))
          .isInstanceOf(CannotAcquireLockException.class);
      other.rollback();
    }
  }

  /** What is made where nothing but JDBC is wanted. */
  @EnableAutoConfiguration(
      excludeName = {
        "org.springframework.boot.autoconfigure.data.jpa.JpaRepositoriesAutoConfiguration",
        "org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration",
        "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration"
      })
  static class JustTables {}

  @Test
  @DisplayName(
      "scripts: `schema-pydb.sql` and `data-pydb.sql` run with `spring.sql.init.mode=always` and"
          + " `spring.sql.init.platform=pydb`; properties of the driver, such as `encryption_key`,"
          + " stand below `spring.datasource.hikari.data-source-properties`")
  void scripts() {
    for (int start = 1; start <= 2; start++) {
      try (ConfigurableApplicationContext records =
          SpringApplication.run(
              JustTables.class,
              "--spring.datasource.url=" + url("records"),
              "--spring.datasource.hikari.data-source-properties.encryption_key=homogenic",
              "--logging.level.root=off",
              "--spring.sql.init.mode=always",
              "--spring.sql.init.platform=pydb")) {
        assertThat(
                records
                    .getBean(JdbcTemplate.class)
                    .queryForList("select title from record", String.class))
            .containsExactly("Homogenic");
      }
    }
    assertThatThrownBy(() -> DriverManager.getConnection(url("records")))
        .hasMessageContaining("encrypted");
  }
}
