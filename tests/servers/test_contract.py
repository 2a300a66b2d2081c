"""The contract of all stores, kept by those on real servers: the same tests with a server behind them."""

from tests.stores.test_contract import (
    test_a_parameter_is_a_value_and_never_text_of_the_question,
    test_a_parameter_that_the_question_lacks_is_an_error,
    test_a_reference_means_the_node,
    test_all_texts_survive_together,
    test_an_empty_graph_is_a_graph,
    test_counts_are_those_of_the_tables,
    test_every_node_comes_back_with_its_class_and_properties,
    test_every_number_survives_exactly,
    test_the_same_graph_gives_the_same_answers_in_every_store_made_of_it,
)

__all__ = [
    "test_a_parameter_is_a_value_and_never_text_of_the_question",
    "test_a_parameter_that_the_question_lacks_is_an_error",
    "test_a_reference_means_the_node",
    "test_all_texts_survive_together",
    "test_an_empty_graph_is_a_graph",
    "test_counts_are_those_of_the_tables",
    "test_every_node_comes_back_with_its_class_and_properties",
    "test_every_number_survives_exactly",
    "test_the_same_graph_gives_the_same_answers_in_every_store_made_of_it",
]
