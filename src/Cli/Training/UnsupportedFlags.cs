using System.CommandLine;

namespace GpuFormer.Cli.Training;

/// <summary>
/// Flags of timm that would change a run and that there are none of here: each is an error that says why. Ignoring them
/// would train something else than what was asked for.
/// </summary>
internal static class UnsupportedFlags
{
    private const string Distillation = "there is no distillation";
    private const string NoService = "nothing is sent anywhere; read summary.csv";

    private static readonly (string Reason, string[] Names)[] Flags =
    [
        ("mixed precision is --amp, of one kind", ["--amp-impl", "--native-amp", "--apex-amp"]),
        ("weights are float32; --amp stores maps in two bytes a number", ["--model-dtype", "--precision"]),
        ("running statistics follow the batches of all ranks one after the other", ["--dist-bn"]),
        ("batches are not split", ["--split-bn", "--aug-splits", "--resplit"]),
        ("what ranks exchange needs no settings", ["--no-ddp-bb", "--synchronize-step", "--device-modules"]),
        (Distillation, ["--kd-model-name", "--kd-distill-type", "--kd-loss-type", "--kd-temperature",
            "--distill-loss-weight", "--task-loss-weight"]),
        ("the images of a batch have one size; --train-sizes names several", ["--naflex-loader",
            "--naflex-train-seq-lens", "--naflex-max-seq-len", "--naflex-patch-sizes", "--naflex-loss-scale"]),
        (NoService, ["--log-wandb", "--wandb-project", "--wandb-tags", "--wandb-resume-id"]),
        ("the layout of tensors is the program's business", ["--channels-last"]),
        ("the whole step is compiled and planned already", ["--torchcompile", "--torchcompile-mode", "--torchscript", "--grad-checkpointing",
            "--fuser", "--fast-norm"]),
        ("GpuFormer ships no weights; name a file with --initial-checkpoint", ["--pretrained", "--pretrained-path"]),
        ("the rate is used as given; name it with --lr", ["--lr-base", "--lr-base-size", "--lr-base-scale"]),
        ("schedules have neither cycles nor noise", ["--lr-noise", "--lr-noise-pct", "--lr-noise-std", "--lr-cycle-mul",
            "--lr-cycle-decay", "--lr-cycle-limit"]),
        ("there is no plateau among the schedules; --patience ends a run that gets no better", ["--patience-epochs"]),
        ("the optimizer's own options are --opt-eps, --opt-betas, --momentum and --weight-decay", ["--opt-kwargs", "--opt-foreach"]),
        ("norms and biases do not decay unless --decay-all is given", ["--filter-bias-and-bn", "--no-weight-decay-list"]),
        ("mixup and cutmix are of whole batches", ["--mixup-mode"]),
        ("only soft cross-entropy is there", ["--bce-loss", "--bce-target-thresh", "--bce-sum",
            "--bce-pos-weight", "--jsd-loss"]),
        ("the range of cutmix follows from its alpha", ["--cutmix-minmax"]),
        ("an epoch has every image once", ["--epoch-repeats", "--aug-repeats", "--train-num-samples",
            "--val-num-samples"]),
        ("colours are changed by --color-jitter or a policy of --aa", ["--color-jitter-prob", "--grayscale-prob",
            "--gaussian-blur-prob"]),
        ("what is random follows from --seed, whatever the number of workers", ["--worker-seeding"]),
        ("the first batches are always kept as images in the folder of the run", ["--save-images"]),
        ("the loader is the program's own", ["--pin-mem", "--no-prefetcher", "--use-multi-epochs-loader",
            "--input-img-mode", "--input-key", "--target-key", "--dataset-trust-remote-code"]),
        ("validation sees one crop of each image", ["--tta"]),
        ("--freeze names parameters that are to stay as they are", ["--layer-decay-no-opt-scale"]),
        ("images have three colours; name their side with --img-size, of detectors also two, as 800x1333", ["--input-size", "--in-chans"]),
        ("the networks have their own", ["--bn-momentum", "--bn-eps", "--gp", "--drop-block", "--drop-connect",
            "--head-init-scale", "--head-init-bias"]),
        ("the average is on the device", ["--model-ema-force-cpu"]),
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
