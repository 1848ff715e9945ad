/// Names what a picture shows, then the maps that a detector would build on.
module Program

open GpuFormer

[<EntryPoint>]
let main args =
    match args with
    | [| weights; picture |] ->
        use classifier = Classifier.Load weights

        for prediction in classifier.Classify(picture, 3) do
            printfn $"{prediction.Label}: {prediction.Probability:P1}"

        use extractor = FeatureExtractor.Load weights

        for map in extractor.Extract picture do
            printfn $"stride {map.Stage.Stride}: {map.Shape}"

        0
    | _ ->
        eprintfn "usage: FSharp WEIGHTS PICTURE"
        2
