package org.pydb.examples.boot;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pydb.jdbc.spring.PydbExceptionTranslator;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/** A record shop of which Spring Boot makes the pool, the tables and the repositories. */
@SpringBootApplication
public class RecordShop {

  /** Takes no arguments; the shop goes to {@code target/spring-boot/shop.pydb}. */
  public static void main(String[] arguments) throws Exception {
    Files.createDirectories(Path.of("target", "spring-boot"));
    try (ConfigurableApplicationContext shop = open()) {
      Songs songs = shop.getBean(Songs.class);
      songs.save(new Song("Jóga", "1.20"));
      songs.save(new Song("Hunter", "0.99"));
      shop.getBean(Till.class).sale("0.10");
      System.out.println("songs: " + songs.findByPriceLessThanEqualOrderByTitle(BigDecimal.ONE));
      System.out.println("notes: " + shop.getBean(Till.class).notes());
    }
  }

  /** The shop, with properties that go before those of {@code application.properties}. */
  static ConfigurableApplicationContext open(String... properties) {
    return SpringApplication.run(RecordShop.class, properties);
  }

  /** Says what pydb's errors mean; Boot hands it to its {@code JdbcTemplate}. */
  @Bean
  SQLExceptionTranslator exceptions() {
    return new PydbExceptionTranslator();
  }
}
