package dev.muster.devcluster.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Names derived from pod templates, in the alphabet that Kubernetes uses: no vowels, no words. */
final class TemplateHash {
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private TemplateHash() {}

  /** Ten characters that are equal for equal templates, whatever the order of their members. */
  static String of(JsonNode template) {
    var random = new Random(fnv1a(canonical(template)));
    return letters(random, 10);
  }

  /** Five characters for the name of a pod. */
  static String suffix(RandomGenerator random) {
    return letters(random, 5);
  }

  private static String letters(RandomGenerator random, int count) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  private static long fnv1a(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  private static String canonical(JsonNode node) {
    if (!node.isContainerNode()) {
      return node.toString();
    }
    var parts = new ArrayList<String>();
    if (node.isArray()) {
      node.forEach(item -> parts.add(canonical(item)));
      return parts.toString();
    }
    node.properties()
        .forEach(member -> parts.add(member.getKey() + ":" + canonical(member.getValue())));
    Collections.sort(parts);
    return "{" + parts + "}";
  }
}
