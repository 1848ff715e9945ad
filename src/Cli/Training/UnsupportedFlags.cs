using System.CommandLine;

namespace GpuFormer.Cli.Training;

/// <summary>
/// Flags of timm that would change a run and that there are none of here: each is an error that says why. Ignoring them
/// would train something else than what was asked for.
/// </summary>
internal static class UnsupportedFlags
{
    private const string Precision = "training is in float32";
    private const string Distillation = "there is no distillation";
    private const string NoService = "nothing is sent anywhere; read summary.csv";

    private static readonly (string Reason, string[] Names)[] Flags =
    [
        (Precision, ["--amp", "--amp-dtype", "--amp-impl", "--native-amp", "--apex-amp", "--model-dtype",
            "--precision"]),
        ("running statistics follow the batches of all ranks one after the other", ["--dist-bn"]),
        ("batches are not split", ["--split-bn", "--aug-splits"]),
        ("what ranks exchange needs no settings", ["--no-ddp-bb", "--synchronize-step", "--device-modules"]),
        (Distillation, ["--kd-model-name", "--kd-distill-type", "--naflex-loader"]),
        (NoService, ["--log-wandb", "--wandb-project", "--wandb-tags"]),
        ("the layout of tensors is the program's business", ["--channels-last"]),
        ("the whole step is compiled and planned already", ["--torchcompile", "--torchscript", "--grad-checkpointing",
            "--fuser", "--fast-norm"]),
        ("GpuFormer ships no weights; name a file with --initial-checkpoint", ["--pretrained"]),
        ("the rate is used as given; name it with --lr", ["--lr-base", "--lr-base-size", "--lr-base-scale"]),
        ("schedules are cosine, step and constant, without cycles or noise", ["--lr-noise", "--lr-noise-pct",
            "--lr-noise-std", "--lr-cycle-mul", "--lr-cycle-decay", "--lr-cycle-limit", "--lr-k-decay",
            "--warmup-prefix", "--patience-epochs", "--decay-milestones"]),
        ("mixup and cutmix are of whole batches", ["--mixup-mode"]),
        ("only soft cross-entropy is there", ["--bce-loss", "--bce-target-thresh", "--jsd-loss"]),
        ("pictures are square and have three colours; name their side with --img-size", ["--input-size", "--in-chans"]),
        ("the networks have their own", ["--bn-momentum", "--bn-eps", "--gp", "--drop-block", "--drop-connect",
            "--head-init-scale", "--head-init-bias"]),
        ("the average is on the device and starts at once", ["--model-ema-force-cpu", "--model-ema-warmup"]),
        ("the kind of data set is told by its files", ["--dataset", "--dataset-download", "--data-dir"]),
        ("--resume takes the optimizer's state too; for weights alone there is --initial-checkpoint",
            ["--no-resume-opt", "--start-epoch"]),
    ];

    public static IEnumerable<Option> Create() =>
        from flag in Flags
        from name in flag.Names
        select Refused(name, flag.Reason);

    private static Option<string[]> Refused(string name, string reason)
    {
        var option = new Option<string[]>(name) { Hidden = true, Arity = ArgumentArity.ZeroOrMore };
        option.Validators.Add(result => result.AddError($"{name} is not supported: {reason}."));
        return option;
    }
}
