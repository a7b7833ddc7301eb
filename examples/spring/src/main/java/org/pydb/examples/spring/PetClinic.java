package org.pydb.examples.spring;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;
import org.pydb.jdbc.spring.PydbExceptionTranslator;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.DataSourceInitializer;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/** A pet clinic: the beans that it is made of, and a day in it. */
@Configuration
@ComponentScan
@EnableTransactionManagement
public class PetClinic {

  /** Takes no arguments; the clinic goes to {@code target/spring/clinic.pydb}. */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of("target", "spring", "clinic");
    Files.createDirectories(file.getParent());
    try (AnnotationConfigApplicationContext clinic = open(file)) {
      aDay(
          clinic.getBean(Owners.class),
          clinic.getBean(Pets.class),
          clinic.getBean(Reception.class));
      System.out.println("noted:  " + clinic.getBean(Audit.class).notes());
    }
  }

  /** The clinic over a database in a file. */
  static AnnotationConfigApplicationContext open(Path file) {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context.getEnvironment().getSystemProperties().put("clinic.url", "jdbc:pydb:" + file);
    context.register(PetClinic.class);
    context.refresh();
    return context;
  }

  private static void aDay(Owners owners, Pets pets, Reception reception) {
    int owner = owners.add(new Owner(null, "Jean", "Coleman", "Monona", null));
    int cat = pets.add(owner, "Max", "cat", LocalDate.of(2012, 9, 4));
    reception.book(cat, List.of("rabies shot", "neutered"));
    try {
      reception.book(cat, List.of("spayed", ""));
    } catch (IllegalArgumentException e) {
      System.out.println("undone: " + e.getMessage());
    }
    System.out.println("booked: " + reception.bookWhatGoes(cat, List.of("fleas", "", "teeth")));
    System.out.println("owners: " + owners.byLastName("C"));
    System.out.println("visits: " + pets.visits());
  }

  @Bean(destroyMethod = "close")
  HikariDataSource dataSource(@Value("${clinic.url}") String url) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    pool.setMaximumPoolSize(4);
    return pool;
  }

  @Bean
  DataSourceInitializer schema(DataSource dataSource) {
    DataSourceInitializer initializer = new DataSourceInitializer();
    initializer.setDataSource(dataSource);
    initializer.setDatabasePopulator(
        new ResourceDatabasePopulator(new ClassPathResource("schema.sql", PetClinic.class)));
    return initializer;
  }

  @Bean
  JdbcTemplate jdbcTemplate(DataSource dataSource) {
    JdbcTemplate template = new JdbcTemplate(dataSource);
    template.setExceptionTranslator(new PydbExceptionTranslator());
    return template;
  }

  @Bean
  JdbcTransactionManager transactionManager(DataSource dataSource) {
    JdbcTransactionManager manager = new JdbcTransactionManager(dataSource);
    manager.setExceptionTranslator(new PydbExceptionTranslator());
    return manager;
  }
}
