package dev.muster.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.ticket.TicketJson;
import dev.muster.runtime.server.BackfillRequest.Player;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackfillRequestTest {
  private static BackfillRequest request(String... attributes) {
    List<Player> players =
        Arrays.stream(attributes)
            .map(TicketJson::attributes)
            .map(BackfillRequestTest::player)
            .toList();
    return new BackfillRequest(
        "duel", new ServerAddress(Optional.empty(), Optional.empty(), Set.of()), players);
  }

  private static Player player(dev.muster.api.ticket.TicketAttributes attributes) {
    return new Player(
        new PlayerTicket(
            "t",
            "2026-11-20T15:04:05Z",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            attributes.json()),
        attributes.values());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 1",
        "{\"backfill_group_size\": [\"new\"]} | 1",
        "{\"backfill_group_size\": [\"new\", \"1\"]} | 1",
        "{\"backfill_group_size\": [\"3\", \"2\", \"1\"]} | 1, 2, 3",
        "{\"backfill_group_size\": [\"2\"]} | 2",
        "{\"backfill_group_size\": [\"0\", \"257\", \"02\", \"-1\", \"2.0\", \"256\"]} | 256",
        "{\"backfill_group_size\": \"2\"} | 1",
        "{\"backfill_group_size\": 2} | 1",
      })
  void theNumbersInItsTicketsAreTheSizesThatFit(String attributes, String sizes) {
    assertThat(request(attributes).groupSizes()).hasToString("[" + sizes + "]");
  }

  @org.junit.jupiter.api.Test
  void theSizesOfAllTicketsCountTogether() {
    assertThat(
            request(
                    "{\"backfill_group_size\": [\"new\", \"1\"]}",
                    "{\"backfill_group_size\": [\"2\"]}",
                    "{}")
                .groupSizes())
        .containsExactly(1, 2);
  }
}
