package sibyl.accounts.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sibyl.accounts.People;

/** Searching finds words however they are written. */
@Timeout(120)
class EventSearchIT {
  private People people;
  private EventSearch search;

  @BeforeEach
  void open() {
    people = new People();
    search = new EventSearch(people.database);
    event(1, "Will the café close in İstanbul?", "", "food", "Yes");
    event(2, "Wird die Straße gesperrt?", "On the Königsallee", "traffic", "Sperrung");
    event(3, "Θα βρέξει στην ΑΘΗΝΑ;", "Ο Οδυσσέας ξέρει", "weather", "Βροχή");
    event(4, "Who wins the final?", "Between Paris and Rome", "sport", "Paris", "Rome");
    event(5, "Paris or not", "", "travel", "Yes");
    event(6, "चुनाव कौन जीतेगा?", "", "politics", "भाजपा");
  }

  @AfterEach
  void close() {
    people.close();
  }

  private void event(
      long id, String title, String description, String category, String... markets) {
    people
        .database
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute(
                  """
                  INSERT INTO events (event_id, title, description, category, rules, source,
                    close_at_ms, exclusive, created_seq, created_ms)
                  VALUES (?, ?, ?, ?, '', '', 0, false, ?, 0)
                  """,
                  id,
                  title,
                  description,
                  category,
                  id);
              for (int n = 0; n < markets.length; n++) {
                handle.execute(
                    """
                    INSERT INTO markets (market_id, event_id, title, payout, tick, lot, mode,
                      liquidity, fee, taker_rate, maker_rate, state, created_seq, created_ms,
                      maker_yes_sold, maker_no_sold, volume, trade_count, updated_seq)
                    VALUES (?, ?, ?, 10000, 100, 100, 'BOOK', 0, 'NONE', 0, 0, 'OPEN', 0, 0, 0, 0,
                      0, 0, 0)
                    """,
                    10 * id + n,
                    id,
                    markets[n]);
              }
            });
  }

  private List<Long> found(String text) {
    return search.find(text).stream().map(EventSearch.Found::event).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "cafe, 1",
    "CAFÉ, 1",
    "istanbul, 1",
    "İSTANBUL, 1",
    "ıstanbul, 1",
    "strasse, 2",
    "STRASSE, 2",
    "straße, 2",
    "konigsallee, 2",
    "αθηνα, 3",
    "Αθήνα, 3",
    "ΑΘΗΝΑ, 3",
    "οδυσσεας, 3",
    "ΟΔΥΣΣΕΑΣ, 3",
    "οδυσσέας, 3",
    "चुनाव, 6",
    "weather, 3",
    "FOOD, 1",
    "sperrung, 2",
    "ｃａｆｅ, 1"
  })
  void caseAccentsAndFormsOfLettersDoNotMatter(String asked, long event) {
    assertThat(found(asked)).containsExactly(event);
  }

  @Test
  void allWordsAreFoundInAnyOrderAndTheLastAsOneTypesIt() {
    assertThat(found("istanbul cafe")).containsExactly(1L);
    assertThat(found("close  will,\tca")).containsExactly(1L);
    assertThat(found("fin")).containsExactly(4L);
    assertThat(found("fin who")).isEmpty();
    assertThat(found("rome sport wins")).containsExactly(4L);
    assertThat(found("cafe paris")).isEmpty();
  }

  @Test
  void aTitleCountsMoreThanAMarketAndThatMoreThanADescription() {
    event(7, "Something else", "It is about Paris", "other", "Yes");
    assertThat(found("paris")).containsExactly(5L, 4L, 7L);
    List<EventSearch.Found> again = search.find("paris");
    assertThat(search.find("PARÍS")).isEqualTo(again);
  }

  @Test
  void whatIsEditedIsFoundByItsNewWords() {
    people
        .database
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute("UPDATE events SET title = 'Snow' WHERE event_id = 5");
              handle.execute("UPDATE markets SET title = 'Hail' WHERE event_id = 5");
            });
    assertThat(found("snow hail")).containsExactly(5L);
    assertThat(found("paris")).containsExactly(4L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "!!!",
        "'",
        "''",
        "\\",
        "a & | !",
        "cafe' OR 1=1 --",
        "cafe:*A",
        "(",
        "<->",
        "a <2> b",
        "cafe\0",
        "🙂",
        "\u0301",
        "e\u0301\u0301\u0301",
        "--",
        "$$",
        "`|~^",
        "a:b:c",
        "1e5 -3 4.5",
        "%_"
      })
  void whateverIsAskedForIsOnlyWords(String text) {
    assertThatCode(() -> search.find(text)).doesNotThrowAnyException();
  }

  @Test
  void signsBetweenWordsAreNoWords() {
    assertThat(found("cafe' & istanbul | !")).containsExactly(1L);
    assertThat(found("'cafe':*")).containsExactly(1L);
    assertThat(found("!!!")).isEmpty();
  }
}
