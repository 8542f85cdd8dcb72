package io.rolestream.rules.matching;

/**
 * The edges of a trie: (node, symbol) to child node. Node 0 is the root and never a child, so 0 also means that there
 * is no such edge. An open-addressing hash table, at most half full, so that following an edge takes constant time.
 * Filled by one thread, then only read.
 */
final class Edges {
    private long[] keys = new long[64];
    private int[] children = new int[64];
    private int size;

    /** The child of a node over a symbol (0 or greater), or 0. */
    int child(int node, int symbol) {
        long key = key(node, symbol);
        int mask = keys.length - 1;
        for (int slot = slot(key, mask); ; slot = (slot + 1) & mask) {
            if (children[slot] == 0 || keys[slot] == key) {
                return children[slot];
            }
        }
    }

    /** Adds a new edge. */
    void add(int node, int symbol, int child) {
        if (2 * ++size > keys.length) {
            grow();
        }
        insert(key(node, symbol), child);
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldChildren = children;
        keys = new long[2 * oldKeys.length];
        children = new int[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldChildren[i] != 0) {
                insert(oldKeys[i], oldChildren[i]);
            }
        }
    }

    private void insert(long key, int child) {
        int mask = keys.length - 1;
        int slot = slot(key, mask);
        while (children[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        keys[slot] = key;
        children[slot] = child;
    }

    private static long key(int node, int symbol) {
        return ((long) node << Integer.SIZE) | symbol;
    }

    private static int slot(long key, int mask) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> Integer.SIZE) & mask;
    }
}
