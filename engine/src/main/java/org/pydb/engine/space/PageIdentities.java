package org.pydb.engine.space;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.pydb.engine.node.PageRef;

/**
 * A set of pages, told by their references: a page may have several, one for each time that its
 * parent was read. As long as it is in memory only, there is but one.
 *
 * <p>All pages must be live, or a number might stand for two of them; and all references that are
 * asked for must have been there before this is made. Pages may be written meanwhile: a second
 * reference is made of what a parent's page says, and that is written after its children.
 */
public final class PageIdentities {
  private final Set<PageRef> references = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Long> numbers = new HashSet<>();

  /** The pages of these references, each once. */
  public PageIdentities(Collection<PageRef> pages) {
    for (PageRef page : pages) {
      references.add(page);
      if (page.state() == PageRef.CLEAN) {
        numbers.add(page.number());
      }
    }
  }

  /** Whether the reference is to one of the pages. */
  public boolean contains(PageRef page) {
    return references.contains(page) || numbers.contains(page.number());
  }

  /** How many pages there are, if each was named once. */
  public int size() {
    return references.size();
  }
}
