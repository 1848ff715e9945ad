using System.Globalization;
using System.Security.Cryptography;
using SharpFuzz;

namespace GpuFormer.Tests.Fuzz;

/// <summary>
/// Looks for files that make a reader do what its documentation does not say.
/// <c>afl TARGET</c> serves AFL++, which .ci/fuzz starts; <c>mutate TARGET|all [COUNT] [SECONDS] [SEED]</c> needs
/// nothing else; <c>seeds FOLDER</c> writes what AFL++ begins with; <c>read TARGET FILE...</c> repeats findings.
/// </summary>
internal static class Program
{
    private static int Main(string[] args) => args switch
    {
        ["afl", var name] => Serve(name),
        ["mutate", "all", .. var rest] => FuzzTarget.All.Sum(target => Mutate(target, rest)) == 0 ? 0 : 1,
        ["mutate", var name, .. var rest] => Mutate(Find(name), rest),
        ["seeds", var folder] => WriteSeeds(folder),
        ["read", var name, .. var files] => Read(Find(name), files),
        _ => Usage(),
    };

    private static FuzzTarget Find(string name) =>
        FuzzTarget.All.FirstOrDefault(target => target.Name == name)
        ?? throw new ArgumentException($"There is no reader '{name}'; there are "
            + $"{string.Join(", ", FuzzTarget.All.Select(target => target.Name))}.");

    private static int Usage()
    {
        Console.Error.WriteLine(
            "afl TARGET | mutate TARGET|all [COUNT] [SECONDS] [SEED] | seeds FOLDER | read TARGET FILE...");
        return 2;
    }

    // Nothing of the library may run before AFL++'s memory for coverage is there, not even to look for the target.
    private static int Serve(string name)
    {
        Fuzzer.OutOfProcess.Run(stream =>
        {
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            Find(name).Run(bytes.ToArray());
        });
        return 0;
    }

    private static int Mutate(FuzzTarget target, string[] numbers)
    {
        int Number(int at, int fallback) =>
            at < numbers.Length ? int.Parse(numbers[at], CultureInfo.InvariantCulture) : fallback;
        var run = MutationRun.Of(
            target, Number(0, 1_000_000), TimeSpan.FromSeconds(Number(1, 24 * 3600)), Number(2, 1));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{target.Name}: {run.Inputs} files, {run.Accepted} read, {run.Inputs - run.Accepted - run.Findings.Count} "
            + $"refused as documented, {run.Findings.Count} findings; slowest {run.Slowest.TotalMilliseconds:F0} ms, "
            + $"most memory {run.Most / 1024} KiB"));
        foreach (var (file, problem) in run.Findings)
        {
            var name = $"finding-{target.Name}-{Convert.ToHexStringLower(SHA256.HashData(file))[..12]}";
            File.WriteAllBytes(name, file);
            Console.Error.WriteLine($"{name}: {problem}");
        }

        return run.Findings.Count == 0 ? 0 : 1;
    }

    private static int WriteSeeds(string folder)
    {
        foreach (var target in FuzzTarget.All)
        {
            var place = Directory.CreateDirectory(Path.Combine(folder, target.Name)).FullName;
            foreach (var (file, number) in Corpus.Of(target.Name).Select((file, number) => (file, number)))
                File.WriteAllBytes(Path.Combine(place, $"{number:D3}"), file);
            File.Copy(Corpus.Dictionary(target.Name), Path.Combine(folder, $"{target.Name}.dict"), overwrite: true);
        }

        return 0;
    }

    private static int Read(FuzzTarget target, string[] files)
    {
        foreach (var file in files)
            Console.WriteLine($"{file}: {(target.Run(File.ReadAllBytes(file)) ? "read" : "refused as documented")}");
        return 0;
    }
}
