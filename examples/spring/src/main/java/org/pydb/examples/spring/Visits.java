package org.pydb.examples.spring;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** One visit, which is stored only as part of something larger. */
@Component
public class Visits {
  private final JdbcTemplate jdbc;

  public Visits(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Behind a savepoint: if it fails, the transaction around it may go on. */
  @Transactional(propagation = Propagation.NESTED)
  public void addNested(int pet, String reason) {
    add(pet, reason);
  }

  /** Only within a transaction. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void add(int pet, String reason) {
    jdbc.update("insert into visit (pet_id, reason) values (?, ?)", pet, reason);
    if (reason.isBlank()) {
      throw new IllegalArgumentException("a visit without a reason");
    }
  }
}
