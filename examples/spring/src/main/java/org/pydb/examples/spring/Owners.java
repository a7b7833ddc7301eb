package org.pydb.examples.spring;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SimplePropertySqlParameterSource;
import org.springframework.jdbc.core.simple.SimpleJdbcInsert;
import org.springframework.stereotype.Repository;

/** The owners that are stored. */
@Repository
public class Owners {
  private static final DataClassRowMapper<Owner> OWNER = new DataClassRowMapper<>(Owner.class);

  private final NamedParameterJdbcTemplate jdbc;
  private final SimpleJdbcInsert insert;

  public Owners(DataSource dataSource) {
    jdbc = new NamedParameterJdbcTemplate(dataSource);
    insert =
        new SimpleJdbcInsert(dataSource)
            .withTableName("owner")
            .usingColumns("first_name", "last_name", "city", "telephone")
            .usingGeneratedKeyColumns("id");
  }

  /** Stores an owner, and gives the number that the database has given. */
  public int add(Owner owner) {
    return insert.executeAndReturnKey(new SimplePropertySqlParameterSource(owner)).intValue();
  }

  public List<Owner> byLastName(String start) {
    return jdbc.query(
        "select * from owner where last_name like :start || '%' order by last_name, id",
        new MapSqlParameterSource("start", start), OWNER);
  }

  public List<Owner> inCities(List<String> cities) {
    return jdbc.query(
        "select * from owner where city in (:cities) order by id",
        new MapSqlParameterSource("cities", cities),
        OWNER);
  }

  public int move(int id, String city) {
    return jdbc.update(
        "update owner set city = :city where id = :id",
        new MapSqlParameterSource("id", id).addValue("city", city));
  }
}
