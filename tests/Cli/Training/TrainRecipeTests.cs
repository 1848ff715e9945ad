using GpuFormer.Cli.Training;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Cli.Training;

/// <summary>What a command line makes of a recipe; <c>--dry-run</c> shows it.</summary>
public sealed class TrainRecipeTests
{
    // The commands of the README of AAboys/MobileFormer, with its variables as folders.
    private const string Common =
        "--output out --model {0} -j 8 --batch-size 128 --epochs 450 --opt adamw --sched cosine";

    private const string Launcher = "python3 -m torch.distributed.launch --nproc_per_node=8 train.py";

    // model, then the flags that differ, then what Networks 2.1 says of them.
    public static TheoryData<string, string> OfficialCommands => new()
    {
        { "mobile-former-508m", "--lr 0.001 --weight-decay 0.20 --drop 0.3 --drop-path 0.0 --mixup 0.2 "
            + "--aa rand-m9-mstd0.5 --remode pixel --reprob 0.2 --color-jitter 0. --log-interval 200" },
        { "mobile-former-294m", "--lr 0.001 --weight-decay 0.20 --drop 0.3 --drop-path 0.0 --mixup 0.2 "
            + "--aa rand-m9-mstd0.5 --remode pixel --reprob 0.2 --color-jitter 0. --log-interval 200" },
        { "mobile-former-214m", "--lr 0.0009 --weight-decay 0.15 --drop 0.2 --drop-path 0.0 --mixup 0.2 "
            + "--aa rand-m9-mstd0.5 --remode pixel --reprob 0.2 --color-jitter 0. --log-interval 200" },
        { "mobile-former-151m", "--lr 0.0009 --weight-decay 0.10 --drop 0.2 --drop-path 0.0 --mixup 0.2 "
            + "--aa rand-m9-mstd0.5 --remode pixel --reprob 0.2 --color-jitter 0. --log-interval 200" },
        { "mobile-former-96m", "--lr 0.0008 --weight-decay 0.10 --drop 0.2 --drop-path 0.0 --mixup 0.0 "
            + "--aa rand-m9-mstd0.5 --remode pixel --reprob 0.0 --color-jitter 0. --log-interval 200" },
        { "mobile-former-52m", "--lr 0.0008 --weight-decay 0.10 --drop 0.2 --drop-path 0.0 --mixup 0.2 "
            + "--remode pixel --reprob 0.0 --color-jitter 0. --log-interval 200" },
        { "mobile-former-26m", "--lr 0.0008 --weight-decay 0.08 --drop 0.1 --drop-path 0.0 --mixup 0.2 "
            + "--aa rand-m9-mstd0.5 --remode pixel --reprob 0.0 --color-jitter 0. --log-interval 200" },
    };

    [Theory]
    [MemberData(nameof(OfficialCommands))]
    public void The_official_commands_are_the_presets(string model, string flags)
    {
        var common = string.Format(System.Globalization.CultureInfo.InvariantCulture, Common, model);
        var command = DryRun($"{Launcher} imagenet {common} {flags}");
        Assert.Equal(DryRun($"imagenet --output out -j 8 --preset {model}"), command);

        // Without the launcher there is one process, of 128 pictures a step.
        Assert.Equal(command.Replace("grad_accum_steps: 8", "grad_accum_steps: 1", StringComparison.Ordinal),
            DryRun($"imagenet {common} {flags}"));
    }

    [Fact]
    public void The_preset_of_MobileNetV2_is_the_command_of_torchvision() => Assert.Equal(
        DryRun("d --output out --preset mobilenet_v2"),
        DryRun("d --output out --model mobilenet_v2 -b 32 --grad-accum-steps 8 --opt momentum --momentum 0.9 --lr 0.045 "
            + "--weight-decay 0.00004 --decay-all --sched step --decay-epochs 1 --decay-rate 0.98 --epochs 300 "
            + "--warmup-epochs 0 --cooldown-epochs 0 --train-interpolation bilinear --smoothing 0 --drop 0.2 "
            + "--log-interval 1000"));

    [Fact]
    public void The_command_line_wins_over_the_file_and_the_file_over_the_preset()
    {
        using var folder = new TemporaryFolder();
        var config = folder.Write("c.yaml", "lr: 0.5\nepochs: 7\nscale: [0.3, 0.9]\nmodel_ema: true\n# a remark\n");
        var lines = DryRun($"d --preset mnist --config {config} --epochs 9").Split('\n');
        Assert.Contains("lr: 0.5", lines);
        Assert.Contains("epochs: 9", lines);
        Assert.Contains("scale: [0.3, 0.9]", lines);
        Assert.Contains("model_ema: true", lines);
        Assert.Contains("img_size: 32", lines);
        Assert.Contains("data: d", lines);
    }

    [Theory]
    [InlineData("mobile_former_26m", "mobile_former_26m")]
    [InlineData("mobile-former-26m", "mobile_former_26m")]
    [InlineData("MobileNetV3_Small", "mobilenet_v3_small")]
    public void The_recipe_for_a_model_names_it(string spelling, string model)
    {
        Assert.Equal(model, TrainingRecipe.For(spelling).Model);
        Assert.Equal("no_such_model", TrainingRecipe.For("no_such_model").Model);
    }

    [Fact]
    public void What_a_run_writes_down_reproduces_its_recipe()
    {
        using var folder = new TemporaryFolder();
        var first = DryRun("d --preset mobile_former_52m --lr 3e-4 --mean 0.1 0.2 0.3 --experiment it's-#1 --seed 7 "
            + "--model-ema --train-crop-mode pad --train-interpolation bicubic --opt-betas 0.8 0.95 "
            + "--model-kwargs gbr_type=mlp+attn se_flag=1,0,1,0");
        Assert.Contains("model_kwargs: ['gbr_type=mlp+attn', 'se_flag=1,0,1,0']", first, StringComparison.Ordinal);
        var file = folder.Write("args.yaml", first);
        Assert.Equal(first, DryRun($"--config {file}"));
    }

    [Fact]
    public void Every_setting_reads_back_what_it_writes()
    {
        foreach (var name in RecipePresets.Names)
        {
            var recipe = RecipePresets.Find(name);
            foreach (var field in RecipeFields.All)
                Assert.Equal(field.Read(recipe), field.Read(field.Apply(new TrainingRecipe(), field.Read(recipe))));
        }
    }

    [Fact]
    public void Names_of_settings_are_told_apart_and_have_no_duplicates()
    {
        var names = RecipeFields.All.SelectMany(f => f.Aliases.Append($"--{f.Name}")).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Theory]
    [InlineData("d --model mobile_former_26m --precision fp16", "--precision is not supported: weights are float32; --amp")]
    [InlineData("d --model mobile_former_26m --amp --amp-dtype float8", "--amp-dtype takes float16, bfloat16")]
    [InlineData("d --model mobile_former_26m --pretrained", "--initial-checkpoint")]
    [InlineData("d --model mobile_former_26m --sched plateau", "--sched takes cosine, step, multistep, poly, constant")]
    [InlineData("d --model mobile_former_26m --patience-epochs 3", "there is no plateau")]
    [InlineData("d --model mobile_former_26m --decay-milestones 30 20", "--decay-milestones takes up to 16 rising")]
    [InlineData("d --model mobile_former_26m --aug-repeats 3", "an epoch has every image once")]
    [InlineData("d --model mobile_former_26m --clip-mode l1", "--clip-mode takes norm, value, agc")]
    [InlineData("d --model mobile_former_26m --layer-decay 0", "--layer-decay takes numbers")]
    [InlineData("d --model mobile_former_26m --batch-size most", "--batch-size takes whole numbers")]
    [InlineData("d --model mobile_former_26m --local_rank 1", "--local-rank 1 is not what the launcher says")]
    [InlineData("d --model mobile_former_26m --wieght-decay 0.1", "--weight-decay")]
    [InlineData("d --model mobile_former_62m", "mobile_former_26m")]
    [InlineData("d --preset imagenet", "mobile_former_294m")]
    [InlineData("d", "--model NAME")]
    [InlineData("--model mobile_former_26m", "train needs DATA")]
    [InlineData("d --model mobile_former_26m --lr fast", "--lr takes numbers")]
    [InlineData("d --model mobile_former_26m --lr -1", "--lr takes numbers")]
    [InlineData("d --model mobile_former_26m --epochs 1.5", "--epochs takes whole numbers")]
    [InlineData("d --model mobile_former_26m --opt adabelief", "--opt takes adamw, adam, lamb, lion, sgd, momentum, rmsprop")]
    [InlineData("d --model mobile_former_26m --aa original", "--aa: 'original' is no RandAugment policy")]
    [InlineData("d --model mobile_former_26m --scale 0.5", "--scale takes 2 numbers")]
    [InlineData("d --model mobile_former_26m --train-sizes 32 32", "--train-sizes takes up to 16 different numbers")]
    [InlineData("d --model mobile_former_26m --train-sizes 8 32", "from 16 to 2048")]
    public void What_cannot_be_is_a_usage_error_that_says_what_can(string command, string message)
    {
        var run = CommandLineRun.Of(["train", .. command.Split(' ')]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("learning_rate: 1", 2, "Did you mean")]
    [InlineData("lr: [", 3, "line")]
    [InlineData("- lr", 3, "no list of settings")]
    [InlineData("lr: {a: 1}", 3, "not a mapping")]
    [InlineData("lr: &a 1\nmin_lr: *a", 3, "aliases")]
    [InlineData("lr: fast", 2, "c.yaml: --lr takes numbers")]
    public void A_file_that_is_no_recipe_is_named(string yaml, int exitCode, string message)
    {
        using var folder = new TemporaryFolder();
        var run = CommandLineRun.Of("train", "d", "--model", "mobile_former_26m", "--dry-run",
            "--config", folder.Write("c.yaml", yaml));
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains("c.yaml", run.Error);
        Assert.Contains(message, run.Error);
    }

    [Fact]
    public void A_bad_data_set_is_exit_code_3_and_a_missing_run_too()
    {
        using var folder = new TemporaryFolder();
        var run = CommandLineRun.Of("train", folder["nowhere"], "--preset", "mnist", "--output", folder["runs"],
            "--device", "cpu");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("nowhere", run.Error);

        run = CommandLineRun.Of("train", "d", "--resume", folder["runs"]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("no run to go on with", run.Error);
    }

    [Fact]
    public void Splits_of_other_classes_and_sets_smaller_than_a_batch_are_told()
    {
        using var folder = new TemporaryFolder();
        foreach (var picture in new[] { "train/cat/1", "train/dog/1", "val/cat/1", "val/fox/1" })
            folder.Write($"d/{picture}.png", "none");
        CommandLineRun Train(string data) => CommandLineRun.Of(
            "train", folder[data], "--preset", "mnist", "--output", folder["runs"], "--device", "cpu");

        var run = Train("d");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("2 classes to learn and 2 to judge by; only to learn: dog; only to judge by: fox.", run.Error);

        run = Train("d/train");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("fill no batch of 128. Use a smaller batch or more pictures.\n", run.Error.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Runs_get_the_next_free_name_and_resuming_takes_the_last()
    {
        using var folder = new TemporaryFolder();
        var recipe = new TrainingRecipe { Model = "net", Output = folder["runs"] };
        string Name(bool resume) => Path.GetFileName(RunNames.Choose(recipe, resume, mayExist: false).Root);
        Assert.Equal(["net", "net"], [Name(false), Name(true)]);
        folder.Write("runs/classify/net/args.yaml", "");
        Assert.Equal(["net-2", "net"], [Name(false), Name(true)]);
        folder.Write("runs/classify/net-2/args.yaml", "");
        Assert.Equal(["net-3", "net-2"], [Name(false), Name(true)]);
    }

    [Fact]
    public void A_name_that_is_taken_is_refused_unless_it_may_be()
    {
        using var folder = new TemporaryFolder();
        folder.Write("runs/classify/mine/args.yaml", "");
        var run = CommandLineRun.Of(
            "train", "d", "--preset", "mnist", "--output", folder["runs"], "--experiment", "mine");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--resume auto", run.Error);
        var recipe = new TrainingRecipe { Model = "net", Output = folder["runs"], Experiment = "mine" };
        Assert.Equal(folder["runs/classify/mine"], RunNames.Choose(recipe, false, mayExist: true).Root);
        Assert.Equal(folder["runs/classify/mine"], RunNames.Choose(recipe, true, mayExist: false).Root);
    }

    private static string DryRun(string arguments)
    {
        var run = CommandLineRun.Of(["train", .. arguments.Split(' '), "--dry-run"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }
}
