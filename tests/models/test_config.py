from pathlib import Path

import pytest

from twinlens_training.config import Config, ConfigError, LossConfig, config_from_dict, config_to_dict, load_config

CONFIGS = Path(__file__).parents[2] / "models" / "configs"


@pytest.mark.parametrize("path", sorted(CONFIGS.glob("*.toml")), ids=lambda path: path.stem)
def test_committed_configurations_are_read_and_survive_a_checkpoint(path):
    config = load_config(path)
    assert config.name == path.stem
    assert config_from_dict(config_to_dict(config)) == config


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"sizes": 3}, "unknown sizes"),
        ({"loss": {"temprature": 0.1}}, "loss: unknown temprature"),
        ({"steps": "many"}, "steps must be int"),
        ({"steps": True}, "steps must be int"),
        ({"network": 3}, "network: a table"),
        ({"stages": []}, "stages"),
        ({"stages": [{"size": 96, "until": 0.5}]}, "end at 1"),
        ({"stages": 96}, "stages: a list of tables"),
        ({"stages": [{"size": 96}]}, "stages: until is wanted"),
        ({"stages": [{"size": 96, "until": 0.5}, {"size": 64, "until": 0.5}]}, "must rise"),
        ({"stages": [{"size": 4, "until": 1}]}, "size must be at least 16"),
        ({"network": {"widths": [8, 8], "depths": [1]}}, "as many depths"),
        ({"network": {"widths": 8}}, "network: widths must be"),
        ({"network": {"widths": [0, 8, 8, 8]}}, "at least 1"),
        ({"alike": "name"}, "alike must be"),
        ({"pairs": 1}, "pairs must be at least 2"),
        ({"steps": 0}, "steps must be at least 1"),
        ({"input_size": 8}, "input_size must be"),
        ({"loss": {"kind": "arcface"}}, "kind must be one of info_nce, contrastive, triplet, centre"),
        ({"loss": {"mining": "random"}}, "mining must be one of all, semi-hard, hardest"),
        ({"loss": {"classes": "people"}}, "classes must be one of source, photograph"),
        ({"loss": {"temperature": 0}}, "temperature must be above 0"),
        ({"loss": {"temperature": float("nan")}}, "temperature must be float"),
        ({"loss": {"koleo_weight": -1}}, "weight must be 0 or more"),
        ({"loss": {"queue": -1}}, "queue must be"),
        ({"loss": {"margin": 0}}, "margin must be above 0"),
        ({"loss": {"margin": 1.5, "margin_growth": 0.6}}, "margin_growth must be above 0 and at most 2"),
        ({"loss": {"margin": 0.5, "margin_growth": -0.5}}, "margin_growth must be"),
        ({"loss": {"centre_rate": 1.5}}, "centre_rate must be"),
        ({"pairs": 8, "bursts": 5}, "at most half of pairs"),
        ({"bursts": 2, "loss": {"classification_weight": 0.1}}, "know no photographs but those of the folder"),
        ({"loss": {"kind": "centre", "koleo_weight": 0}}, "centre alone draws everything to one point"),
        ({"optim": {"learning_rate": 0}}, "learning_rate must be"),
        ({"optim": {"weight_decay": -1}}, "weight_decay must be"),
        ({"optim": {"warmup": 1}}, "warmup must be"),
        ({"optim": {"ema": 1}}, "ema must be"),
        ({"optim": {"clip": 0}}, "clip must be"),
    ],
)
def test_what_is_not_a_configuration_is_refused(data, sentence):
    with pytest.raises(ConfigError, match=sentence):
        config_from_dict(data)


def test_stages_follow_one_another():
    config = config_from_dict({"stages": [{"size": 64, "until": 0.5}, {"size": 96, "until": 1}]})
    assert [config.stage_at(at).size for at in (0, 0.49, 0.5, 1.0)] == [64, 64, 96, 96]
    assert Config().stage_at(0).size == 96


def test_the_margin_grows_from_its_beginning_to_its_end():
    loss = LossConfig(margin=0.4, margin_growth=0.6)
    assert [loss.margin_at(at) for at in (0, 0.5, 1)] == pytest.approx([0.4, 0.7, 1.0])


def test_what_an_older_checkpoint_does_not_say_is_what_it_did():
    loss = config_from_dict({"loss": {"temperature": 0.05, "koleo_weight": 0.3, "queue": 0}}).loss
    assert (loss.kind, loss.classification_weight) == ("info_nce", 0)


def test_a_file_that_is_not_there_or_not_toml_is_refused_by_name(tmp_path):
    with pytest.raises(ConfigError, match=r"none\.toml: No such file"):
        load_config(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("name = ")
    with pytest.raises(ConfigError, match=r"bad\.toml: Invalid value"):
        load_config(tmp_path / "bad.toml")
