package org.pydb.engine.inspect;

import org.pydb.engine.btree.RootMap;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.btree.TreeVerifier;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.space.PageBitmap;

/** The pages that trees lead to, each once, and what is wrong with the trees. Not thread-safe. */
final class Reach {
  private final PageSource source;
  private final PageFile file;
  private final TreeNames names;
  private final Findings findings;
  private final PageBitmap pages = new PageBitmap();
  private boolean complete = true;

  Reach(PageSource source, PageFile file, TreeNames names, Findings findings) {
    this.source = source;
    this.file = file;
    this.names = names;
    this.findings = findings;
  }

  /** Walks all trees. */
  void walk(RootMap roots) {
    roots.forEach(this::walk);
  }

  /** Walks a tree from its root and checks it. */
  void walk(TreeRoot tree) {
    new TreeVerifier(source, file, this::damaged, this::add, names::of).verify(tree);
  }

  private void damaged(String finding) {
    complete = false;
    findings.add(Findings.Kind.DAMAGE, finding);
  }

  /** Adds a page that a tree leads to, or that belongs to something else with a number. */
  void add(PagePointer page, int tree) {
    if (pages.contains(page.number())) {
      damaged(
          "page " + page.number() + " is reached twice, the second time from " + names.of(tree));
    }
    pages.add(page.number());
  }

  /** The pages. */
  PageBitmap pages() {
    return pages;
  }

  /** Whether all trees could be walked to their ends: if not, pages are missing here. */
  boolean isComplete() {
    return complete;
  }
}
