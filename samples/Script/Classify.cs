// Names what the pictures of a folder show: dotnet run samples/Script/Classify.cs WEIGHTS FOLDER
#:project ../../src/Host/GpuFormer.csproj
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
using GpuFormer;

if (args is not [var weights, var folder])
{
    Console.Error.WriteLine("usage: Classify WEIGHTS FOLDER");
    return 2;
}

using var classifier = Classifier.Load(weights);
foreach (var file in Directory.EnumerateFiles(folder, "*.png").Order(StringComparer.Ordinal))
{
    var best = classifier.Classify(file, topK: 1)[0];
    Console.WriteLine($"{Path.GetFileName(file)}: {best.Label} ({best.Probability:P1})");
}

return 0;
