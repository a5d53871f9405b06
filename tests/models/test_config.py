from pathlib import Path

import pytest

from twinlens_training.config import Config, ConfigError, config_from_dict, config_to_dict, load_config

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
        ({"network": {"widths": [8, 8], "depths": [1]}}, "as many depths"),
    ],
)
def test_what_is_not_a_configuration_is_refused(data, sentence):
    with pytest.raises(ConfigError, match=sentence):
        config_from_dict(data)


def test_stages_follow_one_another():
    config = config_from_dict({"stages": [{"size": 64, "until": 0.5}, {"size": 96, "until": 1}]})
    assert [config.stage_at(at).size for at in (0, 0.49, 0.5, 1.0)] == [64, 64, 96, 96]
    assert Config().stage_at(0).size == 96
