package org.pydb.examples.spring;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Notes what was tried, whatever becomes of it. */
@Component
public class Audit {
  private final JdbcTemplate jdbc;

  public Audit(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** In a transaction of its own, over another connection. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void note(String what) {
    jdbc.update("insert into audit (what) values (?)", what);
  }

  /** All notes, in order. */
  public List<String> notes() {
    return jdbc.queryForList("select what from audit order by id", String.class);
  }
}
