package org.pydb.jdbc.liquibase;

import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.lockservice.StandardLockService;

/** Liquibase's lock, whose table is made by one Liquibase at a time. */
public final class PydbLockService extends StandardLockService {

  @Override
  public int getPriority() {
    return PRIORITY_DATABASE;
  }

  @Override
  public boolean supports(Database candidate) {
    return candidate instanceof PydbDatabase;
  }

  @Override
  public void init() throws DatabaseException {
    FirstRun.alone(database, super::init);
  }
}
