package org.pydb.examples.boot;

import java.math.BigDecimal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Where songs are paid. */
@Service
public class Till {
  private final Songs songs;
  private final JdbcClient sql;

  Till(Songs songs, JdbcClient sql) {
    this.songs = songs;
    this.sql = sql;
  }

  /** Makes all songs cheaper, and notes it; all of it, or nothing. */
  @Transactional
  public void sale(String reduction) {
    BigDecimal by = new BigDecimal(reduction);
    songs.findAll().forEach(song -> song.reduce(by));
    songs.flush();
    sql.sql("insert into note (what) values (?)").param("all songs " + by + " off").update();
  }

  /** What was noted. */
  public String notes() {
    return String.join(
        ", ", sql.sql("select what from note order by id").query(String.class).list());
  }
}
