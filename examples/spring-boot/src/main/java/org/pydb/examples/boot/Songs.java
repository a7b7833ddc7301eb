package org.pydb.examples.boot;

import java.math.BigDecimal;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/** All songs. */
interface Songs extends JpaRepository<Song, Integer> {

  /** Those that cost no more than that, in the order of their titles. */
  List<Song> findByPriceLessThanEqualOrderByTitle(BigDecimal price);
}
